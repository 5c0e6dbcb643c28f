export type LinkGroup = { readonly title: string; readonly links: readonly { readonly name: string; readonly href: string }[] }

/** What the user space holds, each by the title of its page. */
export const mySpace: LinkGroup['links'] = [
  { name: '我的办件', href: '/my/cases' },
  { name: '我的草稿', href: '/my/drafts' },
  { name: '到窗口办理', href: '/my/visit' },
  { name: '我的证照', href: '/my/certs' },
  { name: '我的文书', href: '/my/papers' },
  { name: '我的信息', href: '/my/profile' },
  { name: '认证等级', href: '/my/level' },
  { name: '登录设备与密码', href: '/my/security' },
  { name: '应用授权', href: '/my/consents' },
  { name: '切换办事身份', href: '/my/acting' },
  { name: '我的单位', href: '/my/orgs' },
  { name: '家人和代办', href: '/my/family' },
  { name: '消息', href: '/my/messages' },
  { name: '我的数据', href: '/my/data' },
  { name: '偏好', href: '/my/preferences' },
]

/** Every page that can be reached without knowing a number, for 网站地图. */
export const siteLinks: readonly LinkGroup[] = [
  {
    title: '办事',
    links: [
      { name: '首页', href: '/' },
      { name: '个人办事', href: '/personal' },
      { name: '法人办事', href: '/business' },
      { name: '搜索事项', href: '/search' },
      { name: '便民服务', href: '/services' },
      { name: '可以网上办的个人事项', href: '/personal?online=1' },
      { name: '可以网上办的法人事项', href: '/business?online=1' },
      { name: '切换站点', href: '/areas' },
    ],
  },
  {
    title: '查询',
    links: [
      { name: '查进度', href: '/track' },
      { name: '查证照和文书真伪', href: '/verify' },
      { name: '办事大厅', href: '/halls' },
      { name: '部门', href: '/depts' },
      { name: '中介机构', href: '/intermediaries' },
      { name: '专业顾问', href: '/advisers' },
    ],
  },
  {
    title: '阳光政务',
    links: [
      { name: '阳光政务', href: '/open' },
      { name: '审批办件公告', href: '/open/notices' },
      { name: '开放数据', href: '/open-data' },
    ],
  },
  {
    title: '我的',
    links: [{ name: '我的', href: '/my' }, ...mySpace, { name: '实名认证', href: '/my/realname' }],
  },
  {
    title: '账号',
    links: [
      { name: '个人登录', href: '/login/person' },
      { name: '法人登录', href: '/login/organisation' },
      { name: '工作人员登录', href: '/login/staff' },
      { name: '个人注册', href: '/register/person' },
      { name: '法人注册', href: '/register/organisation' },
    ],
  },
  {
    title: '帮助',
    links: [
      { name: '新手指南', href: '/help' },
      { name: '常见问题', href: '/help#questions' },
      { name: '无障碍与适老化声明', href: '/accessibility' },
      { name: '隐私说明', href: '/privacy' },
    ],
  },
]
