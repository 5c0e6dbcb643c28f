/** English for the frame and the common actions; the rest of a page stays Chinese until it is translated. */
export const en: Readonly<Record<string, string>> = {
  跳到正文: 'Skip to content', 政务服务: 'Government services', 首页: 'Home', 个人办事: 'For people', 法人办事: 'For organisations',
  阳光政务: 'Open government', 新手指南: 'Guide for beginners', 长辈版: 'Large text', 标准版: 'Standard', 高对比: 'High contrast', 蒙古文: 'Mongolian', 中文: '中文',
  登录: 'Sign in', 注册: 'Register', 退出: 'Sign out', 切换站点: 'Change site', 搜索: 'Search', 在线办理: 'Apply online', 保存并继续: 'Save and continue',
  网站地图: 'Site map', 无障碍与适老化声明: 'Accessibility', 隐私说明: 'Privacy', '您要办什么事?': 'What do you need?', 我的: 'My space', 查进度: 'Track a case',
  '办不成事?找反映窗口': 'Stuck? Tell us', 上一页: 'Previous', 下一页: 'Next', 返回: 'Back', 工作台: 'Desk',
} // biome-ignore format: a word list
