/** The same question is put once; the answer is kept for as long as the program runs. For questions of few words whose answers never change. */
export function askOnce<Q, A>(ask: (question: Q) => A): (question: Q) => A {
  const asked = new Map<Q, { answer: A }>()
  return (question) => {
    const known = asked.get(question)
    if (known) return known.answer
    const answer = ask(question)
    asked.set(question, { answer })
    return answer
  }
}
