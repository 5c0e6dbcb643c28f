import { Link, useSearchParams } from 'react-router'
import { boot } from '../../../../ui/console/api.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import './lists.css'
import type { ListsView } from './list-view.ts'

const Towns = ({ towns, division }: { readonly towns: ListsView['towns']; readonly division: string }) =>
  towns.length > 0 && division === boot().division ? (
    <details>
      <summary>苏木乡镇、街道的清单(由旗区编制，{towns.length} 个)</summary>
      <ul className="lists-towns">
        {towns.map(({ code, name }) => (
          <li key={code}>
            <Link to={`/lists?division=${code}&name=${encodeURIComponent(name)}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </details>
  ) : null

/** 清单: every list of one's place, its version in force and the next one that is being compiled. */
export const ListsPage = () => {
  const [params] = useSearchParams()
  const division = params.get('division') ?? boot().division
  const { data, problem } = useLoad<ListsView>(`/api/v1/list-drafts/${division}`)
  const name = params.get('name')
  return (
    <>
      <title>清单</title>
      <header className="list-head">
        <h1>{name ? `${name}的清单` : '清单'}</h1>
        {name && <Link to="/lists">回到本级</Link>}
      </header>
      {problem && <ProblemNote told={problem} />}
      {data && (
        <table className="list" aria-label="清单">
          <thead>
            <tr>
              <th scope="col">清单</th>
              <th scope="col" className="number lists-narrow">
                现行版本
              </th>
              <th scope="col" className="lists-narrow">
                发布日期
              </th>
              <th scope="col" className="number lists-narrow">
                行数
              </th>
              <th scope="col">下一版</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map(({ kind, title, version, publishedOn, size, draftBy }) => (
              <tr key={kind}>
                <td>
                  <Link data-row={kind} to={`/lists/${division}/${kind}`}>
                    {title}
                  </Link>
                </td>
                <td className="number">{version === 0 ? '没有' : `第 ${version} 版`}</td>
                <td>{publishedOn}</td>
                <td className="number">{size}</td>
                <td>{draftBy && `${draftBy}编写中，待另一人发布`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && <Towns towns={data.towns} division={division} />}
    </>
  )
}
