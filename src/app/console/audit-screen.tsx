import { AuditPage } from '../../contexts/identity/console/audit-page.tsx'
import '../../contexts/identity/console/staff.css'

/** The trail of what administrators did. */
export const AuditScreen = () => <AuditPage />
