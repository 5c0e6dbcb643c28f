import { Route, Routes } from 'react-router'
import { AskedPage } from '../../contexts/identity/console/asked-page.tsx'
import { OfficerPage } from '../../contexts/identity/console/officer-page.tsx'
import { PlacesPage } from '../../contexts/identity/console/places-page.tsx'
import { StaffList } from '../../contexts/identity/console/staff-list.tsx'
import '../../contexts/identity/console/staff.css'
import { NoPage } from './no-page.tsx'

/** The screens of those who administer officers. */
export const StaffScreens = () => (
  <Routes>
    <Route index element={<StaffList />} />
    <Route path="asked" element={<AskedPage />} />
    <Route path="places" element={<PlacesPage />} />
    <Route path=":id" element={<OfficerPage />} />
    <Route path="*" element={<NoPage />} />
  </Routes>
)
