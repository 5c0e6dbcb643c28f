import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN.js'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { boot, shareSignIn } from '../../ui/console/api.ts'
import '../../ui/console/console.css'
import '../../contexts/casework/console/casework.css'
import '../../contexts/casework/console/reception/reception.css'
import { consoleTheme, paint } from '../../ui/console/theme.ts'
import { Screens } from './screens.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
const root = document.getElementById('root')
paint(document.documentElement)

shareSignIn()

if (root && boot().name) {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider locale={zhCN.default} theme={consoleTheme} csp={{ nonce }} button={{ autoInsertSpace: false }}>
        <BrowserRouter basename="/console">
          <Screens />
        </BrowserRouter>
      </ConfigProvider>
    </StrictMode>,
  )
}
