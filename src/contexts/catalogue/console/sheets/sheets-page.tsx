import { Link } from 'react-router'
import { boot } from '../../../../ui/console/api.ts'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import type { UploadLine } from '../../terms/sheets.ts'
import { timeWords } from './sheet-view.ts'
import { UploadForm } from './upload-form.tsx'
import './sheets.css'

const Uploads = ({ uploads }: { readonly uploads: readonly UploadLine[] }) => (
  <table className="list" aria-label="上传过的表格">
    <thead>
      <tr>
        <th scope="col">文件</th>
        <th scope="col" className="sheet-time">
          上传时间
        </th>
        <th scope="col" className="number sheet-count">
          事项
        </th>
        <th scope="col" className="number sheet-count">
          新的和有改动的
        </th>
        <th scope="col" className="number sheet-count">
          已经采纳
        </th>
        <th scope="col" className="number sheet-count">
          不能用
        </th>
      </tr>
    </thead>
    <tbody>
      {uploads.map(({ id, fileName, uploadedAt, rows, usable, taken, refused }) => (
        <tr key={id}>
          <td>
            <Link data-row={id} to={`/catalogue/sheets/${id}`}>
              {fileName}
            </Link>
          </td>
          <td>{timeWords(uploadedAt)}</td>
          <td className="number">{rows}</td>
          <td className="number">{usable}</td>
          <td className="number">{taken}</td>
          <td className="number">{refused}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** 用表格维护: take the guides of one's department out as a workbook, send it back, and see what was sent before. */
export const SheetsPage = () => {
  const { data, problem } = useLoad<{ readonly items: readonly UploadLine[] }>('/api/v1/catalogue/uploads')
  const whose = boot().departmentCode === '' ? '本级全部' : '本部门的'
  return (
    <>
      <title>用表格维护办事指南</title>
      <header className="list-head">
        <h1>用表格维护办事指南</h1>
      </header>
      <ol className="sheet-steps">
        <li>
          <h2>下载</h2>
          <p>
            <a href="/api/v1/catalogue/guides.xlsx" download>
              下载{whose}办事指南(.xlsx)
            </a>
          </p>
          <p className="quiet">一个事项一行；材料、环节、收费、常见问题各有一张表。“说明”表里写着怎样填。</p>
        </li>
        <li>
          <h2>在表格软件里改好，上传</h2>
          <UploadForm />
        </li>
        <li>
          <h2>逐行看改了什么，选出要采纳的</h2>
          <p className="quiet">采纳的成为草稿；送审、审核、发布以后才对外公布。没有采纳的，什么都不变。</p>
        </li>
      </ol>
      <h2>上传过的表格</h2>
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>还没有上传过表格。</Empty>}
      {data && data.items.length > 0 && <Uploads uploads={data.items} />}
    </>
  )
}
