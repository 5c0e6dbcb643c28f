export { recordPaper } from './perform.ts'
export { paperTitle, printedCode, readCode, verificationCode } from './rules.ts'
export { findPaperByCode, listPapers } from './store.ts'
export { type Paper, type PaperBody, type PaperDefect, type PaperEntry, type PaperMaterial, type PaperType, paperTypes } from './terms.ts'
