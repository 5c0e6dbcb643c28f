/** One topic of the 新手指南 (R-015): steps people can follow. Facts from the seeds' portal guide, in our words. */
export type HelpTopic = {
  readonly slug: string
  readonly title: string
  readonly lead: string
  readonly steps: readonly { readonly title: string; readonly text: string; readonly href?: string; readonly link?: string }[]
}

export const helpTopics: readonly HelpTopic[] = [
  {
    slug: 'browser',
    title: '用什么浏览器和屏幕',
    lead: '手机、平板、电脑的常用浏览器都可以，不用安装控件，不开脚本也能办完。',
    steps: [
      { title: '浏览器', text: '近五年的手机和电脑浏览器都能正常使用；很旧的浏览器也能看到文字、填写表单。' },
      { title: '屏幕', text: '手机竖屏、1024×768 以上的电脑屏幕都能看全，建议 1366×768 以上。' },
      { title: '字小看不清', text: '点页面最上方的“长辈版”，字会变大；也可以换成“高对比”。您的选择会记住一年。' },
    ],
  },
  {
    slug: 'site',
    title: '怎样切换站点',
    lead: '市级站点只列市级事项，旗区站点只列旗区事项。',
    steps: [
      { title: '换到旗区', text: '点页面最上方的地名，选择您所在的旗区和苏木乡镇。', href: '/areas', link: '选择站点' },
      { title: '找别的级别', text: '列表上方写着“当前为市级事项，更多事项[请选择]”，点开就能换级别。搜索时，别的级别的事项也会列在下面。' },
    ],
  },
  {
    slug: 'register',
    title: '怎样注册和实名',
    lead: '注册要手机号码；网上办事还要实名，大约一分钟。',
    steps: [
      {
        title: '个人注册',
        text: '填写手机号码和图片验证码(看不清可以换一张，也可以不看图、等 15 秒)，收到短信验证码后设密码。密码 8 到 128 位，数字、字母、符号至少两种，汉字和蒙古文也算字母。',
        href: '/register/person',
        link: '个人注册',
      },
      {
        title: '实名认证',
        text: '填写姓名和身份证号码，与人口信息核对。可以先跳过；没有实名时可以浏览、咨询，不能网上办事。核对成功后姓名和身份证号码不能自己改。',
        href: '/my/realname',
        link: '实名认证',
      },
      {
        title: '法人注册',
        text: '法定代表人先完成个人实名，再填写单位类型、名称、统一社会信用代码。',
        href: '/register/organisation',
        link: '法人注册',
      },
    ],
  },
  {
    slug: 'sign-in',
    title: '怎样登录',
    lead: '一个账号办市里、旗区的事，不用重复注册。',
    steps: [
      { title: '个人登录', text: '手机号码、身份证号码或用户名，加密码。', href: '/login/person', link: '个人登录' },
      { title: '法人登录', text: '统一社会信用代码加密码。', href: '/login/organisation', link: '法人登录' },
      { title: '什么是统一用户账号', text: '在这里注册的账号就是统一用户账号：各站点通用，办过的事、得到的证照都在“我的”里。' },
    ],
  },
  {
    slug: 'apply',
    title: '怎样办事',
    lead: '先看指南，再在线办理；随时保存，换一台设备也能接着办。',
    steps: [
      {
        title: '找到事项',
        text: '在首页搜索，说平常的话就行，例如“开小吃店”；也可以按主题、部门、生命周期找。',
        href: '/search',
        link: '搜索事项',
      },
      { title: '看办事指南', text: '条件、材料、流程、时限、收费、地点都在指南里。能网上办的，有“在线办理”按钮。' },
      { title: '填写和上传', text: '按任务单一项一项填，每页都保存。草稿保留 30 天。' },
      { title: '核对提交', text: '提交后得到办件编号和查询码，收件回执可以下载打印。' },
      { title: '等消息', text: '五个工作日内告知是否受理；材料不齐，一次性告诉您全部要补的内容。' },
      { title: '拿结果', text: '结果可以到窗口领、免费邮寄，电子证照在“我的证照”里。' },
    ],
  },
  {
    slug: 'process',
    title: '网上办理流程',
    lead: '一件事从提交到拿结果，一共这几步。每一步由谁做、最迟哪一天，办件页上都写着。',
    steps: [
      { title: '提交申请', text: '在网上填写、上传、核对后提交，马上得到办件编号和收件回执。' },
      { title: '预审(部分事项)', text: '要到窗口交原件的事项，先在网上预审。没有通过会写明原因，改好可以再提交。' },
      { title: '补正(材料不全时)', text: '收到材料起五个工作日内，一次性告知要补的全部内容。逾期没有告知的，从收到材料那天起就算受理。' },
      { title: '受理', text: '出具受理通知书，办理时限从这一天起算。' },
      { title: '审查', text: '由主管部门审查。听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审的时间另外告知，不算在时限里。' },
      { title: '决定', text: '行政许可一般在受理起二十个工作日内决定；很多事项承诺的时间更短，指南上写着承诺几天。' },
      { title: '送达', text: '决定作出起十个工作日内送达。可以到窗口领、邮寄，或者收电子证照。' },
      { title: '评价', text: '办结以后可以评价一次，五个等级。' },
    ],
  },
  {
    slug: 'lists',
    title: '网上能办哪些事',
    lead: '事项清单按个人、法人分开，可以只看能网上办的。',
    steps: [
      { title: '个人事项清单', text: '生育、户籍、就业、社保、住房这些事。', href: '/personal?online=1', link: '可以网上办的个人事项' },
      { title: '法人事项清单', text: '企业、个体户、社会组织办的事。', href: '/business?online=1', link: '可以网上办的法人事项' },
      { title: '便民服务', text: '政府部门和公共企业事业单位提供的公共服务。', href: '/personal?type=20', link: '便民服务' },
      { title: '权力清单', text: '各类事项的数目，点进去看每一项的依据、材料和时限。', href: '/open', link: '阳光政务' },
    ],
  },
  {
    slug: 'progress',
    title: '怎样查进度、验真伪',
    lead: '不用登录也能查。',
    steps: [
      { title: '查进度', text: '凭办件编号和查询码。', href: '/track', link: '查进度' },
      { title: '查证照和文书真伪', text: '扫描上面的二维码，或者输入验证码。', href: '/verify', link: '查真伪' },
    ],
  },
  {
    slug: 'feedback',
    title: '咨询、投诉、办不成事',
    lead: '指南上有每个事项的咨询电话和监督电话。',
    steps: [
      { title: '12345 热线', text: '咨询、建议、求助、投诉、举报都可以打，24 小时。' },
      { title: '办不成事反映窗口', text: '市政务服务中心一楼南咨询导引台，电话 0477-8582500。' },
      { title: '评价', text: '办结以后在办件页评价，五个等级，自愿，不预先选好。' },
    ],
  },
  {
    slug: 'safety',
    title: '安全提示',
    lead: '您的账号只有您自己用。',
    steps: [
      { title: '公共电脑', text: '尽量不在网吧和别人的电脑上登录；用完点“退出”，再关闭浏览器。' },
      { title: '验证码', text: '短信验证码不要告诉任何人。工作人员不会向您要密码和验证码。' },
      { title: '登录记录', text: '在“我的—安全”里能看到在哪些设备登录过，可以让别的设备退出。', href: '/my/security', link: '我的安全' },
    ],
  },
]

/** Question and answer of the “什么问题都问” kind that are not about one item. */
export const commonQuestions: readonly { readonly question: string; readonly answer: string }[] = [
  { question: '网页内容显示不全怎么办？', answer: '把浏览器的缩放调回 100%，或者换“长辈版”试试。页面不用弹出窗口，也不用安装控件。' },
  {
    question: '填到一半有事走开了，会丢吗？',
    answer: '不会。每一页都保存在草稿里，保留 30 天；登录过期时提交的内容也会保留，登录后接着办。',
  },
  { question: '材料不全能先受理吗？', answer: '指南里标着“可容缺”的材料可以先承诺、后补齐；其他必要材料要交齐。缺什么会一次性告诉您。' },
  {
    question: '五个工作日没有回音怎么办？',
    answer: '收到材料五个工作日内没有告知补正，视为从收到那天起已经受理，系统会自动改成“已受理”，时限从收件那天起算。',
  },
  {
    question: '节假日算不算在时限里？',
    answer: '按工作日算的，周末和法定节假日不算，调休上班的周末要算。办件页上每个日期旁边都写着怎么算出来的。',
  },
]
