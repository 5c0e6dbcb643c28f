import type { ThemeConfig } from 'antd'
import { colours } from '../tokens/tokens.ts'

const fontStack = 'system-ui, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

/** The antd theme, made of the tokens alone: with these values a full list page has no axe finding (ui.md §5.4). */
export const consoleTheme: ThemeConfig = {
  cssVar: { key: 'console' },
  hashed: false,
  token: {
    colorPrimary: colours.brand,
    colorInfo: colours.brand,
    colorLink: colours.link,
    colorError: colours.err,
    colorWarning: colours.warn,
    colorSuccess: colours.ok,
    colorText: colours.ink,
    colorTextSecondary: colours.ink2,
    colorTextDescription: colours.ink2,
    colorTextTertiary: colours.ink3,
    colorTextPlaceholder: colours.ink3,
    colorTextQuaternary: colours.ink3,
    colorTextDisabled: colours.ink3,
    colorBorder: colours.edge,
    colorSplit: colours.line,
    colorBgLayout: colours.sand,
    controlHeight: 36,
    controlHeightSM: 28,
    fontSize: 15,
    fontSizeSM: 15,
    borderRadius: 4,
    fontFamily: fontStack,
    motion: false,
    wireframe: false,
  },
}

/** Gives the console's style sheet the same colours, as custom properties. */
export const paint = (element: HTMLElement): void => {
  for (const [name, value] of Object.entries(colours))
    element.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value)
  element.style.setProperty('--font', fontStack)
}
