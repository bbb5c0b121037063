/** What an agent says by itself, in the contact's or the agent's language; English where a language is missing. */
interface Phrases {
  /** Said when the knowledge has no answer and a person is asked. */
  noKnowledge: string
  askedForPerson: string
  agentFailed: string
  /** Said by a digital twin, in its member's place. */
  comeBack: string
  greeting: string
  thanks: string
}

const phrases: Record<string, Phrases> = {
  en: {
    noKnowledge: 'I do not know that for certain, so I have asked a colleague. They will answer you here.',
    askedForPerson: 'Of course. I have asked a colleague, who will answer you here.',
    agentFailed: 'I cannot answer right now, so I have asked a colleague. They will answer you here.',
    comeBack: 'I will look into this myself and come back to you here.',
    greeting: 'Hello! How can I help you?',
    thanks: 'You are welcome!',
  },
  pt: {
    noKnowledge: 'Não sei isso com certeza, por isso pedi a um colega. A resposta chega aqui.',
    askedForPerson: 'Com certeza. Pedi a um colega, que lhe responde aqui.',
    agentFailed: 'Não consigo responder agora, por isso pedi a um colega. A resposta chega aqui.',
    comeBack: 'Vou ver isso pessoalmente e volto a falar com você por aqui.',
    greeting: 'Olá! Como posso ajudar?',
    thanks: 'De nada!',
  },
  es: {
    noKnowledge: 'No lo sé con certeza, así que he avisado a un compañero. Le responderá aquí.',
    askedForPerson: 'Por supuesto. He avisado a un compañero, que le responderá aquí.',
    agentFailed: 'Ahora no puedo responder, así que he avisado a un compañero. Le responderá aquí.',
    comeBack: 'Lo miro personalmente y le respondo aquí.',
    greeting: '¡Hola! ¿En qué puedo ayudarle?',
    thanks: '¡De nada!',
  },
  de: {
    noKnowledge: 'Das weiß ich nicht sicher und habe deshalb eine Kollegin gefragt. Die Antwort kommt hier.',
    askedForPerson: 'Natürlich. Ich habe eine Kollegin gebeten, Ihnen hier zu antworten.',
    agentFailed:
      'Ich kann gerade nicht antworten und habe deshalb eine Kollegin gefragt. Die Antwort kommt hier.',
    comeBack: 'Das sehe ich mir selbst an und melde mich hier bei Ihnen.',
    greeting: 'Guten Tag! Wie kann ich helfen?',
    thanks: 'Sehr gern!',
  },
}

export const phrasesIn = (language: string): Phrases => phrases[language.slice(0, 2)] ?? phrases['en']!

const greetings =
  /^(hi|hello|hey|good (morning|afternoon|evening|day)|ol[áa]|oi|bom dia|boa (tarde|noite)|hola|buenos d[ií]as|buenas (tardes|noches)|hallo|guten (tag|morgen|abend)|moin)( there)?$/u
const thanks =
  /^((many )?thanks|thank you( (very|so) much)?|thx|(muito )?obrigad[oa]|(muchas )?gracias|danke( (schön|sehr))?|vielen dank)$/u
const personWanted =
  /\b(speak|talk|write|chat|connect|transfer)\b.*\b(person|human|someone|somebody|staff|colleague|manager|receptionist)\b|\b(real|actual) (person|human)\b|^(human|person|operator|agent|manager)$|\bfalar com (uma |um )?(pessoa|humano|atendente|alguém|gerente)\b|^(atendente|humano|pessoa)$|\bhablar con (una |un )?(persona|humano|agente|alguien)\b|\bmit (einem menschen|einer person|jemandem) (sprechen|reden|schreiben)\b/u

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[!.,?;:…\s]+/gu, ' ')
    .trim()

/** What a text is beside a question: a greeting, thanks, the wish for a person, or none of these. */
export function smallTalk(text: string): 'greeting' | 'thanks' | 'person' | null {
  const said = plain(text)
  if (personWanted.test(said)) return 'person'
  if (greetings.test(said)) return 'greeting'
  if (thanks.test(said)) return 'thanks'
  return null
}
