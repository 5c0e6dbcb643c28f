import { Route, Routes } from 'react-router'
import { PhoneChangesPage } from '../../contexts/identity/console/phone-changes-page.tsx'
import { WindowPhonePage } from '../../contexts/identity/console/window-phone-page.tsx'
import '../../contexts/identity/console/staff.css'
import { NoPage } from './no-page.tsx'

/** A telephone changed at a window: the clerk's screen, and that of who approves. */
export const PhoneScreens = () => (
  <Routes>
    <Route index element={<PhoneChangesPage />} />
    <Route path="window" element={<WindowPhonePage />} />
    <Route path="*" element={<NoPage />} />
  </Routes>
)
