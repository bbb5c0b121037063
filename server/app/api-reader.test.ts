import { openApi } from '@parley/contract/openapi.ts'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { apiReader } from './api-reader.ts'

test('the document and the reader of it tell the whole contract', async () => {
  await using app = Fastify()
  await apiReader(app)
  const contract = JSON.parse(JSON.stringify(openApi()))
  for (const address of ['/api/v1/openapi.json', '/api/docs/json'])
    expect((await app.inject(address)).json(), address).toEqual(contract)
  const page = await app.inject('/api/docs/')
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('swagger-initializer.js')
})
