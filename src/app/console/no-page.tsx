import { Link } from 'react-router'
import { Empty } from '../../ui/console/notes.tsx'

export const NoPage = () => (
  <Empty>
    没有这个页面。<Link to="/">回到工作台</Link>
  </Empty>
)

/** What an officer sees whose posts all wait, have ended or have not begun (S-047). */
export const NoPost = () => (
  <>
    <title>岗位还没有生效</title>
    <header className="list-head">
      <h1>岗位还没有生效</h1>
    </header>
    <Empty>
      您现在没有生效的岗位，不能办理工作。刚开通或者刚重设登录的，要等安全管理员批准；批准后请重新登录。等得久了，请联系给您链接的管理员。
    </Empty>
  </>
)
