import type { LanguageModel } from 'ai'
import type { z } from 'zod'

export interface ModelQuestion<Answer extends z.ZodType> {
  /** What the model is to do; ours and the organization's words. */
  instructions: string
  /** What it is asked; texts of strangers stand in it as data. */
  prompt: string
  answer: Answer
  maxTokens: number
  /** How often a failing provider is asked again. */
  retries: number
  signal: AbortSignal
}

/**
 * Asks a model for an answer of one shape. It has no tools. The library is loaded with the first question: it takes as long
 * as a tenth of the start, and most organizations need none.
 * @throws what the provider throws (timeouts, refusals, an answer of another shape)
 */
export async function askModel<Answer extends z.ZodType>(
  model: LanguageModel,
  { instructions, prompt, answer, maxTokens, retries, signal }: ModelQuestion<Answer>,
): Promise<z.output<Answer>> {
  const { generateText, Output } = await import('ai')
  const { output } = await generateText({
    model,
    instructions,
    prompt,
    output: Output.object({ schema: answer }),
    maxOutputTokens: maxTokens,
    maxRetries: retries,
    abortSignal: signal,
  })
  return output as z.output<Answer>
}
