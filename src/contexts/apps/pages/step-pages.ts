import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, note } from '../../../ui/page/parts.ts'
import { type AppLevel, type Audience, audiences, levelNames, type ProviderPage } from '../terms.ts'

/** The level is lower than the sub-site demands (S-082): how to raise it, or how to leave. `here` is where one comes back to. */
export const levelPage = (frame: Frame, model: { appName: string; level: AppLevel; demanded: AppLevel; here: string }): Html => {
  const { appName, level, demanded, here } = model
  const isAdvanced = demanded === 'advanced'
  return layout(frame, {
    title: `“${appName}”需要${levelNames[demanded]}认证`,
    main: html`<h1>“${appName}”需要${levelNames[demanded]}认证</h1>
<p>您现在的认证等级是${levelNames[level]}。${isAdvanced ? '请在“认证等级”里绑定数字证书，等级变成高级后回到这里，点“继续登录”。' : '完成实名认证后会接着登录，约 1 分钟。'}</p>
<form method="post" action="${here}">${csrfField(frame)}
<div class="acts">${isAdvanced ? html`<a class="btn" href="${href(frame, '/my/level')}">去提高认证等级</a><a href="${href(frame, here)}">继续登录</a>` : html`<a class="btn" href="${href(frame, `/my/realname?next=${encodeURIComponent(here)}`)}">去实名认证</a>`}${button('不登录了', { name: 'answer', value: 'refuse', alt: true })}</div></form>`,
  })
}

/** Out of the account, or back to the sub-site without signing in. */
const leaveAccount = (frame: Frame, word: string, here: string): Html =>
  html`<form method="post" action="${href(frame, '/logout')}">${csrfField(frame)}<div class="acts">${button(word)}</div></form>
<form method="post" action="${here}">${csrfField(frame)}<div class="acts">${button('不登录了', { name: 'answer', value: 'refuse', alt: true })}</div></form>`

/** Who is signed in is not of those whom the sub-site serves. */
export const otherAccountPage = (frame: Frame, model: { appName: string; audience: Audience; here: string }): Html => {
  const { appName, audience, here } = model
  const [own, other] = audience === 'staff' ? ['个人或法人帐号', '工作人员'] : ['工作人员帐号', '个人或法人']
  return layout(frame, {
    title: `登录“${appName}”`,
    main: html`<h1>登录“${appName}”</h1>
${note('warn', `现在登录的是${own}。这个应用供${audiences[audience]}使用，请退出后用${other}帐号登录。`)}
${leaveAccount(frame, `退出${own}`, here)}`,
  })
}

/** An officer came in by a password alone where the sub-site demands two factors (S-082). */
export const factorPage = (frame: Frame, { appName, here }: { appName: string; here: string }): Html =>
  layout(frame, {
    title: `“${appName}”需要双重验证`,
    main: html`<h1>“${appName}”需要双重验证</h1>
<p>您这次登录只用了密码。请先在<a href="${href(frame, '/my/security/factors')}">登录方式</a>里绑定通行密钥或数字证书，再退出，回到应用重新登录。</p>
${leaveAccount(frame, '退出工作人员帐号', here)}`,
  })

/** Asks itself once more, as a page of this house: only then do officers' cookies come along. */
export const lookAgainPage = (frame: Frame, what: '登录' | '退出', to: string): Html =>
  layout(frame, {
    title: `正在${what}`,
    main: html`<h1>正在${what}</h1><p>如果没有自动继续，请点这里：</p><div class="acts"><a class="btn" href="${to}">继续</a></div>`,
  })

/**
 * Leads back to the sub-site. A page of its own, because a browser holds every redirect after a form to our form-action 'self';
 * the address is one the provider made.
 */
export const leavingPage = (frame: Frame, to: string): Html =>
  layout(frame, {
    title: '正在返回应用',
    main: html`<h1>正在返回应用</h1><p>如果没有自动返回，请点这里：</p><div class="acts"><a class="btn" href="${to}">返回应用</a></div>`,
  })

const problems: Readonly<Record<string, string>> = {
  invalid_client: '这个应用没有接入统一用户，或者已经停用。',
  invalid_redirect_uri: '应用给出的返回地址没有登记过，为了您的安全没有继续。',
  invalid_request: '应用发来的登录请求不合规，为了您的安全没有继续。',
}

/** Where one stays: an officer has his desk, everybody else what is his own. */
const stay = (frame: Frame): Html =>
  frame.viewer?.kind === 'staff'
    ? html`<a href="/console/">不退出，回工作台</a>`
    : html`<a href="${href(frame, '/my')}">不退出，去“我的”</a>`

const signOut = (frame: Frame, { action, xsrf, appName }: Extract<ProviderPage, { kind: 'signOut' }>): Html =>
  layout(frame, {
    title: '退出登录',
    main: html`<h1>退出登录</h1>
<p>${appName ? `“${appName}”请您退出统一用户帐号。` : '您要退出统一用户帐号吗？'}退出后，用这次登录打开的应用都会退出。</p>
<form method="post" action="${action}"><input type="hidden" name="xsrf" value="${xsrf}">
<div class="acts">${button('退出登录', { name: 'logout', value: 'yes' })}${stay(frame)}</div></form>`,
  })

/** A page the provider shows of its own accord. */
export const providerPage = (frame: Frame, page: ProviderPage): Html => {
  if (page.kind === 'signOut') return signOut(frame, page)
  if (page.kind === 'leaving') return leavingPage(frame, page.to)
  if (page.kind === 'signedOut')
    return layout(frame, {
      title: '已退出登录',
      main: html`<h1>已退出登录</h1><p>用这次登录打开的应用正在一并退出。</p><div class="acts"><a class="btn" href="${href(frame, '/')}">回首页</a></div>`,
    })
  return layout(frame, {
    title: '没有完成登录',
    main: html`<h1>没有完成登录</h1>
<p>${problems[page.error] ?? '这次登录已过期或不能继续。'}</p>
<p>请回到原来的应用重新登录；还是不行，请联系那个应用。</p>
<div class="acts"><a class="btn" href="${href(frame, '/')}">回首页</a></div>`,
  })
}
