import type { FastifyInstance } from 'fastify'
import * as begin from './apply/begin.ts'
import * as fill from './apply/fill.ts'
import * as send from './apply/send.ts'
import { draftStep, step } from './apply/step.ts'
import type { CitizenWeb } from './citizen-web.ts'

/** The applicant's way from the guide to the 号牌 (ui.md §2.4): every step a page, every page saved, nothing needs a script. */
export const applyRoutes =
  (web: CitizenWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/apply/start/:code', step(web, begin.showStart))
    app.post('/apply/start/:code', step(web, begin.start))
    app.get('/apply/:id', step(web, begin.showTasks))
    app.get('/apply/:id/delete', draftStep(web, begin.askToRemove))
    app.post('/apply/:id/delete', draftStep(web, begin.remove))
    app.post('/apply/:id/version', draftStep(web, begin.goOnUnderVersion))
    app.post('/apply/:id/successor', draftStep(web, begin.goToSuccessor))
    app.get('/apply/:id/q/:page', draftStep(web, fill.showQuestion))
    app.post('/apply/:id/q/:page', draftStep(web, fill.answer))
    app.get('/apply/:id/materials/:material', draftStep(web, fill.showMaterial))
    app.post('/apply/:id/materials/:material', draftStep(web, fill.upload))
    app.post('/apply/:id/materials/:material/remove', draftStep(web, fill.takeBack))
    app.post('/apply/:id/materials/:material/confirm', draftStep(web, fill.confirmMaterial))
    app.get('/apply/:id/deliver', draftStep(web, fill.showDelivery))
    app.post('/apply/:id/deliver', draftStep(web, fill.chooseDelivery))
    app.get('/apply/:id/check', draftStep(web, send.showCheck))
    app.get('/apply/:id/submit', step(web, send.backToCheck))
    app.post('/apply/:id/submit', step(web, send.submit))
    app.get('/apply/:id/done', step(web, send.showDone))
  }
