/** Traditional Mongolian (GB/T 25914) for the frame. Not yet read by a native reader: the accessibility statement says so. */
export const mn: Readonly<Record<string, string>> = {
  首页: 'ᠡᠬᠢᠨ ᠨᠢᠭᠤᠷ', 搜索: 'ᠬᠠᠶᠢᠬᠤ', '您要办什么事?': 'ᠲᠠ ᠶᠠᠭᠤ ᠬᠥᠳᠡᠯᠬᠦ ᠪᠤᠢ ᠃', 政务服务: 'ᠵᠠᠰᠠᠭ ᠤᠨ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡ', 个人办事: 'ᠬᠤᠪᠢ ᠬᠦᠮᠦᠨ', 登录: 'ᠨᠡᠪᠲᠡᠷᠡᠬᠦ', 中文: '中文',
} // biome-ignore format: a word list
