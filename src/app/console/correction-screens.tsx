import { Route, Routes } from 'react-router'
import { CorrectionPage } from '../../contexts/identity/console/correction-page.tsx'
import { CorrectionsPage } from '../../contexts/identity/console/corrections-page.tsx'
import '../../contexts/identity/console/staff.css'
import { NoPage } from './no-page.tsx'

/** The screens of who decides corrections. */
export const CorrectionScreens = () => (
  <Routes>
    <Route index element={<CorrectionsPage />} />
    <Route path=":id" element={<CorrectionPage />} />
    <Route path="*" element={<NoPage />} />
  </Routes>
)
