import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import { visitor } from './stage.test.ts'

/** Somebody of the tests, signed in as an officer, who calls the API as the console does. */
export const officerApi = async (app: FastifyInstance, userName: string, password: string, ip: string) => {
  const one = visitor(app, ip)
  assert.equal((await one.signIn(userName, password, 'staff')).statusCode, 303, userName)
  const { csrfToken } = JSON.parse((await one.get('/api/v1/me')).body)
  const headers = { cookie: one.cookie(), 'x-forwarded-for': ip, 'x-csrf-token': csrfToken }
  return {
    get: (url: string) => app.inject({ url: `/api/v1${url}`, headers }),
    post: (url: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers }),
  }
}
