import { tidyOrganisationName } from './claims.ts'

/** What a certificate is asked to sign: the installation and the challenge, so that no other site can pass a signature on. */
export const textToSign = (publicUrl: string, challenge: string): string => `通办数字证书验证\n${publicUrl}\n${challenge}\n`

/** Why a certificate opens or binds nothing, in words for its holder. */
export const certificateFaults = {
  unreadable: '没有读到证书。请粘贴完整的证书内容（PEM），密钥应为 SM2、P-256 或 2048 位以上的 RSA',
  untrusted: '这张证书不是本平台认可的认证机构签发的',
  expired: '这张证书已过期，请到发证的认证机构更新',
  notYet: '这张证书还没有生效',
  wrongUsage: '这张证书不能用来签名',
  revoked: '这张证书已吊销，请用补发的新证书',
  unknown: '暂时查不到这张证书是否已吊销，请过几分钟再试',
  oldChallenge: '要签名的内容已过期或已用过，请对新的内容重新签名',
  wrongSignature: '签名与证书对不上，请确认用的是同一张证书的私钥',
  notBound: '这张证书还没有绑定帐号。个人请先登录再绑定；单位请先注册法人帐号；工作人员请管理员登记',
  setAside: '这个单位的法定代表人变更了，原来绑定的证书已停用。请用新密码登录法人帐号，再绑定这张证书',
  otherSubject: '证书上的名称、号码与这个帐号的不一致，不能绑定',
  taken: '这张证书已经绑定到另一个帐号',
} as const
export type CertificateRefusal = keyof typeof certificateFaults

/** Whom a certificate names, and whom an account belongs to; numbers of persons are compared by their keyed hash. */
export type NamedSubject = { readonly name: string; readonly number: string }

/** Whether a certificate names an organisation: the same name and 统一社会信用代码. */
export const namesOrganisation = (subject: NamedSubject, { name, uscc }: { readonly name: string; readonly uscc: string }): boolean =>
  subject.number === uscc && tidyOrganisationName(subject.name) === name
