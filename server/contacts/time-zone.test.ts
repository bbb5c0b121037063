import { expect, test } from 'vitest'
import { timeZoneOf } from './time-zone.ts'

test.each([
  ['whatsapp:+5511987654321', 'America/Sao_Paulo'],
  ['whatsapp:+4915112345678', 'Europe/Berlin'],
  ['whatsapp:+351912345678', 'Europe/Lisbon'],
  ['whatsapp:+819012345678', 'Asia/Tokyo'],
  ['whatsapp:US.4f7Q2mZ8kd31', 'America/Chicago'],
  ['whatsapp:+999123456', null],
])('%s lives in %s', (address, zone) => {
  expect(timeZoneOf(address)).toBe(zone)
})
