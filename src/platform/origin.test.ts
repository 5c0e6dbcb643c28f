import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf, networkOf, placeOf } from './origin.ts'

const agents = [
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    '手机 · iPhone · Safari',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; V2304A Build/UP1A) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0',
    '手机 · 安卓 · 微信',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', '电脑 · Windows · Edge'],
  ['curl/8.5.0', '程序或未知设备'],
] as const

test('S-034 a session is named by the kind of device and browser, never by version or model', () => {
  for (const [agent, name] of agents) assert.equal(deviceOf(agent), name)
  assert.equal(deviceOf(undefined), '程序或未知设备')
})

test('S-034 the place of a session is its network: the last part of an address is never kept', () => {
  assert.equal(placeOf('110.16.3.77'), '110.16.3.*')
  assert.equal(placeOf('::ffff:110.16.3.77'), '110.16.3.*')
  assert.equal(placeOf('2408:8226:1c00:9:aa::7'), '2408:8226:1c00:*')
  assert.equal(placeOf('::1'), '本机')
})

test('S-010, S-011 limits count an address of IPv4 for itself, of IPv6 all that one connection is given', () => {
  assert.equal(networkOf('110.16.3.77'), '110.16.3.77')
  assert.equal(networkOf('::ffff:110.16.3.77'), '110.16.3.77')
  for (const ip of ['2408:8226:1c00:9:aa::7', '2408:8226:1C00:0009::1', '2408:8226:1c00:9:1:2:3:4']) {
    assert.equal(networkOf(ip), '2408:8226:1c00:9::/64', ip)
  }
  assert.equal(networkOf('2408:8226::1'), '2408:8226:0:0::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.notEqual(networkOf('2408:8226:1c00:9::1'), networkOf('2408:8226:1c00:a::1'))
})
