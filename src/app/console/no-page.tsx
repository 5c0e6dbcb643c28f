import { Link } from 'react-router'
import { Empty } from '../../ui/console/notes.tsx'

export const NoPage = () => (
  <Empty>
    没有这个页面。<Link to="/">回到工作台</Link>
  </Empty>
)
