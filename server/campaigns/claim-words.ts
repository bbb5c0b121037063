import { plain } from '#agents/plain-text.ts'

/** Words that say a number, a day or a promise, in the languages of the house; each line is one meaning. */
const days = [
  'monday lunes segunda-feira montag',
  'tuesday martes terça-feira dienstag',
  'wednesday miércoles quarta-feira mittwoch',
  'thursday jueves quinta-feira donnerstag',
  'friday viernes sexta-feira freitag',
  'saturday sábado samstag sonnabend',
  'sunday domingo sonntag',
  'january enero janeiro januar',
  'february febrero fevereiro februar',
  'march marzo março märz',
  'april abril',
  'june junio junho juni',
  'july julio julho juli',
  'august agosto',
  'september septiembre setembro',
  'october octubre outubro oktober',
  'november noviembre novembro',
  'december diciembre dezembro dezember',
  'today hoy hoje heute',
  'tomorrow mañana amanhã morgen',
  'tonight abends',
  'weekend wochenende fin-de-semana',
]

const promises = [
  'free gratis grátis gratuito gratuita gratuitos gratuitas kostenlos kostenlose kostenlosen umsonst',
  'discount discounts discounted desconto descontos descuento descuentos rabatt rabatte',
  'guarantee guaranteed guarantees garantia garantimos garantido garantía garantizamos garantizado garantie garantiert garantieren',
  'promise promised promises promessa prometemos promesa versprechen versprochen',
  'refund refunds reembolso reembolsos devolución rückerstattung erstattung',
  'cheapest lowest barato baratos barata günstigste billigste',
  'exclusive exclusivo exclusiva exclusivos exklusiv exklusive',
  'percent percentage porcento prozent',
]

const currencies = [
  '€ eur euro euros',
  '$ usd us$ dollar dollars dólar dólares',
  'r$ brl reais',
  '£ gbp pound pounds libra libras pfund',
  '¥ jpy yen',
  'chf franken francos',
  'mxn pesos peso',
]

const numbers: Readonly<Record<string, string>> = {
  '2': 'two dos dois duas zwei',
  '3': 'three tres três drei',
  '4': 'four cuatro quatro vier',
  '5': 'five cinco fünf',
  '6': 'six seis sechs',
  '7': 'seven siete sete sieben',
  '8': 'eight ocho oito acht',
  '9': 'nine nueve nove neun',
  '10': 'ten diez dez zehn',
  '11': 'eleven once onze elf',
  '12': 'twelve doce doze zwölf',
  '15': 'fifteen quince quinze fünfzehn',
  '20': 'twenty veinte vinte zwanzig',
  '24': 'vierundzwanzig',
  '25': 'fünfundzwanzig',
  '30': 'thirty treinta trinta dreißig',
  '40': 'forty cuarenta quarenta vierzig',
  '50': 'fifty half cincuenta mitad cinquenta metade fünfzig hälfte',
  '60': 'sixty sesenta sessenta sechzig',
  '70': 'seventy setenta siebzig',
  '80': 'eighty ochenta oitenta achtzig',
  '90': 'ninety noventa neunzig',
  '100': 'hundred cien ciento cem cento hundert',
  '1000': 'thousand mil tausend',
  '1000000': 'million millón milhão million',
  x2: 'double twice doble dobro doppelt',
}

/** What a word means, by the word as `plain` gives it. */
const meanings = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(lines.flatMap((line) => line.split(' ').map((word) => [plain(word), line.split(' ')[0]!])))

export const dayWords = meanings(days)
export const promiseWords = meanings(promises)
export const currencyWords = meanings(currencies)
export const numberWords: ReadonlyMap<string, string> = new Map(
  Object.entries(numbers).flatMap(([number, line]) => line.split(' ').map((word) => [plain(word), number])),
)
