/** Traditional Mongolian (GB/T 25914) for the frame. Not yet read by a native reader: the accessibility statement says so. */
export const mn: Readonly<Record<string, string>> = {
  首页: 'ᠡᠬᠢᠨ ᠨᠢᠭᠤᠷ',
  政务服务: 'ᠵᠠᠰᠠᠭ ᠤᠨ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡ',
  个人办事: 'ᠬᠤᠪᠢ ᠬᠦᠮᠦᠨ',
  '您要办什么事？': 'ᠲᠠ ᠶᠠᠭᠤ ᠬᠥᠳᠡᠯᠬᠦ ᠪᠤᠢ ᠃',
  搜索: 'ᠬᠠᠶᠢᠬᠤ',
  登录: 'ᠨᠡᠪᠲᠡᠷᠡᠬᠦ',
  注册: 'ᠪᠦᠷᠢᠳᠬᠡᠭᠦᠯᠬᠦ',
  退出: 'ᠭᠠᠷᠬᠤ',
  我的: 'ᠮᠢᠨᠦ',
  返回: 'ᠪᠤᠴᠠᠬᠤ',
  上一页: 'ᠡᠮᠦᠨᠡᠬᠢ ᠨᠢᠭᠤᠷ',
  下一页: 'ᠳᠠᠷᠠᠭᠠᠬᠢ ᠨᠢᠭᠤᠷ',
  申请: 'ᠭᠤᠶᠤᠴᠢᠯᠠᠬᠤ',
  受理: 'ᠬᠦᠯᠢᠶᠡᠨ ᠠᠪᠬᠤ',
  决定: 'ᠰᠢᠢᠳᠪᠦᠷᠢᠯᠡᠬᠦ',
  新手指南: 'ᠲᠤᠰᠠᠯᠠᠮᠵᠢ',
}
