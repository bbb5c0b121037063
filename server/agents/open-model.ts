import type { LanguageModel } from 'ai'

export interface ModelSettings {
  provider: 'openai' | 'anthropic' | 'openai-compatible'
  name: string
  apiKey: string | null
  baseUrl: string | null
}

/** The libraries of the providers are large; each is loaded when it is first needed. */
export async function openModel({ provider, name, apiKey, baseUrl }: ModelSettings): Promise<LanguageModel> {
  const key = apiKey ?? 'none'
  const base = baseUrl ? { baseURL: baseUrl } : {}
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ apiKey: key, ...base })(name)
  }
  if (provider === 'openai') {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI({ apiKey: key, ...base })(name)
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const settings = { name: 'model', apiKey: key, baseURL: baseUrl ?? '', supportsStructuredOutputs: true }
  return createOpenAICompatible(settings)(name)
}
