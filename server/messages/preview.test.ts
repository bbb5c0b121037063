import { expect, test } from 'vitest'
import { previewOf, type Said } from './preview.ts'

const cases: [string, Partial<Said>][] = [
  ['Hello', { body: 'Hello', details: { button: { title: 'Yes', payload: 'yes' } } }],
  ['Yes', { kind: 'button', details: { button: { title: 'Yes', payload: 'yes' } } }],
  ['Suite', { kind: 'list', details: { list: { id: '1', title: 'Suite' } } }],
  [
    'The beach',
    { kind: 'location', details: { location: { latitude: 1, longitude: 2, label: 'The beach' } } },
  ],
  ['[location]', { kind: 'location', details: { location: { latitude: 1, longitude: 2 } } }],
  [
    'Lena · sea',
    {
      kind: 'flow',
      details: {
        answers: [
          { name: 'name', value: 'Lena' },
          { name: 'view', value: 'sea' },
        ],
      },
    },
  ],
  ['[flow]', { kind: 'flow', details: { answers: [] } }],
  ['[image]', { kind: 'media', mediaType: 'image/jpeg' }],
  ['[file]', { kind: 'media' }],
  ['[contact]', { kind: 'contacts' }],
  ['[unknown]', { kind: 'unknown', details: { type: 'hologram' } }],
]

test.each(cases)('%s', (line, said) => {
  expect(previewOf({ kind: 'text', body: '', details: {}, mediaType: null, ...said })).toBe(line)
})
