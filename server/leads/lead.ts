export type StageKind = 'open' | 'won' | 'lost'

export interface StageGiven {
  id?: string | undefined
  name: string
  kind: StageKind
}

const usual: Readonly<
  Record<string, { pipeline: string; stages: readonly (readonly [string, StageKind])[] }>
> = {
  en: {
    pipeline: 'Sales',
    stages: [
      ['New', 'open'],
      ['Qualified', 'open'],
      ['Proposal', 'open'],
      ['Won', 'won'],
      ['Lost', 'lost'],
    ],
  },
  pt: {
    pipeline: 'Vendas',
    stages: [
      ['Novo', 'open'],
      ['Qualificado', 'open'],
      ['Proposta', 'open'],
      ['Ganho', 'won'],
      ['Perdido', 'lost'],
    ],
  },
}

/** What a pipeline begins with, in the language of whoever begins it, given as their Accept-Language. */
export function usualPipeline(acceptLanguage: string | undefined): { name: string; stages: StageGiven[] } {
  const { pipeline, stages } = usual[(acceptLanguage ?? 'en').slice(0, 2).toLowerCase()] ?? usual['en']!
  return { name: pipeline, stages: stages.map(([name, kind]) => ({ name, kind })) }
}
