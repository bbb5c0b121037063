import { candidates, halves, missedOf } from '../server/templates/fixtures/read-fixtures.ts'

// How often the best suited template is the one a person would have taken, or none where there is none. The rules were
// made looking at one half of the cases only.

const languages = [...new Set(candidates.map(({ language }) => language))]
console.log(`${candidates.length} templates in ${languages.length} languages: ${languages.join(', ')}`)
for (const [half, cases] of Object.entries(halves)) {
  const missed = await missedOf(cases)
  const right = cases.length - missed.length
  console.log(
    `${half}: ${right} of ${cases.length} right (${(right / cases.length).toFixed(3)}, target ≥ 0.85)`,
  )
  for (const language of languages) {
    const isOf = ({ intention }: (typeof cases)[number]) => intention.language === language
    const [asked, wrong] = [cases.filter(isOf).length, missed.filter((one) => isOf(one.case)).length]
    console.log(`  ${language}: ${asked - wrong} of ${asked} (${((asked - wrong) / asked).toFixed(3)})`)
  }
  // The unseen half stays unseen.
  if (half === 'seen')
    for (const { case: one, chosen } of missed)
      console.log(`  "${one.intention.text}": ${chosen} for ${one.expected}`)
}
