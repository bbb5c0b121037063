import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { paths } from '../../ui/paths.ts'
import type { Building, Variant } from './building.ts'
import { draftOf } from './draft-of.ts'

/** Which language was being made when it was refused. */
class RefusedIn extends Error {
  readonly language: string
  readonly problem: unknown

  constructor(language: string, refusal: unknown) {
    super(language)
    this.language = language
    this.problem =
      typeof refusal === 'object' && refusal !== null && 'problem' in refusal ? refusal.problem : undefined
  }
}

export const wrongLanguage = (error: unknown, { variants }: Building): number =>
  error instanceof RefusedIn ? variants.findIndex(({ language }) => language === error.language) : -1

/** Makes the template in each language that is not there yet, and goes to the first of them. */
export function useCreate(building: Building, taken: readonly string[], forget: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [done, setDone] = useState<readonly string[]>(taken)
  const create = useMutation({
    mutationFn: async () => {
      let first: string | undefined
      // One after the other: what was made stays made, and is not made again at the next try.
      for (const variant of building.variants.filter(({ language }) => !done.includes(language))) {
        const body = { ...bodyOf(building, variant), connectorId: building.connectorId }
        const made = await answer(parley.POST('/api/v1/templates', { body })).catch((refusal: unknown) => {
          throw new RefusedIn(variant.language, refusal)
        })
        setDone((before) => [...before, variant.language])
        first ??= made.id
      }
      return first
    },
    onSuccess: async (first) => {
      forget()
      await client.invalidateQueries({ queryKey: templatesOptions.queryKey })
      if (first) await navigate({ to: paths.template, params: { templateId: first } })
    },
  })
  return { create, missing: building.variants.every(({ language }) => taken.includes(language)) }
}

function bodyOf(building: Building, variant: Variant) {
  const { category: _, ...draft } = draftOf(building, variant)
  const asked = Object.keys(draft.variables)
  return {
    ...draft,
    variableNames: Object.fromEntries(asked.map((key) => [key, building.meanings[key] ?? ''])),
  }
}

/** Changes a template that was not submitted yet. */
export function useReplace(template: Template | null, building: Building, forget: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async () => {
      const { language: _, ...body } = bodyOf(building, building.variants[0]!)
      const params = { path: { templateId: template?.id ?? '' } }
      return await answer(parley.PUT('/api/v1/templates/{templateId}', { params, body }))
    },
    onSuccess: async ({ id }) => {
      forget()
      await client.invalidateQueries({ queryKey: templatesOptions.queryKey })
      await navigate({ to: paths.template, params: { templateId: id } })
    },
  })
}
