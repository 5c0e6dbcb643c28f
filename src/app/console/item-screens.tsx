import { Route, Routes } from 'react-router'
import { BaseItemsPage } from '../../contexts/catalogue/console/base/base-items-page.tsx'
import { DirectoryPage } from '../../contexts/catalogue/console/directory/directory-page.tsx'
import { GuideList } from '../../contexts/catalogue/console/guide-list.tsx'
import { GuidePage } from '../../contexts/catalogue/console/guide-page.tsx'
import { IndicatorPage } from '../../contexts/catalogue/console/indicators/indicator-page.tsx'
import { IndicatorsPage } from '../../contexts/catalogue/console/indicators/indicators-page.tsx'
import { ListPage } from '../../contexts/catalogue/console/lists/list-page.tsx'
import { ListsPage } from '../../contexts/catalogue/console/lists/lists-page.tsx'
import { ProcessList } from '../../contexts/catalogue/console/process-list.tsx'
import { ProcessPage } from '../../contexts/catalogue/console/process-page.tsx'
import { SheetsPage } from '../../contexts/catalogue/console/sheets/sheets-page.tsx'
import { UploadPage } from '../../contexts/catalogue/console/sheets/upload-page.tsx'
import { WordsPage } from '../../contexts/catalogue/console/words-page.tsx'
import '../../contexts/catalogue/console/guide.css'
import '../../contexts/catalogue/console/process.css'
import '../../contexts/catalogue/console/words.css'
import { NoPage } from './no-page.tsx'

/** The screens of those who keep the catalogue. */
export const ItemScreens = () => (
  <Routes>
    <Route path="/catalogue" element={<GuideList />} />
    <Route path="/catalogue/:code" element={<GuidePage />} />
    <Route path="/directory" element={<DirectoryPage />} />
    <Route path="/indicators" element={<IndicatorsPage />} />
    <Route path="/indicators/:number" element={<IndicatorPage />} />
    <Route path="/lists" element={<ListsPage />} />
    <Route path="/lists/:division/:kind" element={<ListPage />} />
    <Route path="/process" element={<ProcessList />} />
    <Route path="/process/:code" element={<ProcessPage />} />
    <Route path="/catalogue/sheets" element={<SheetsPage />} />
    <Route path="/catalogue/sheets/:id" element={<UploadPage />} />
    <Route path="/catalogue/words" element={<WordsPage />} />
    <Route path="/catalogue/base" element={<BaseItemsPage />} />
    <Route path="*" element={<NoPage />} />
  </Routes>
)
