/** What a message is for, as far as its goal tells. */
export type Intent = 'proposal' | 'meeting' | 'offer' | 'event' | 'feedback' | 'revive' | 'general'

/** Beginnings of words of a goal that tell the intent, without accents; the first line that fits counts. */
export const tells: readonly (readonly [Intent, RegExp])[] = [
  [
    'event',
    /\b(event|webinar|fair|open day|visit us|invit|evento|feira|feria|convite|messe|veranstaltung|einlad)/u,
  ],
  [
    'feedback',
    /\b(feedback|review|rating|survey|satisf|avalia|pesquisa|opinion|resena|bewert|umfrage|zufrieden)/u,
  ],
  [
    'revive',
    /\b(win back|reactivat|quiet|silent|long time|again|reativ|retomar|sumid|recuperar|reaktiv|zuruckgewinn)/u,
  ],
  [
    'proposal',
    /\b(proposal|quote|estimate|decision|decide|proposta|orcamento|propuesta|presupuesto|decidir|angebot|entscheid)/u,
  ],
  [
    'meeting',
    /\b(call|meeting|appointment|talk|demo|visit|ligac|reuni|conversa|agendar|llamada|cita|termin|gesprach|anruf|treffen)/u,
  ],
  [
    'offer',
    /\b(offer|launch|new|discount|news|season|oferta|lancamento|novidade|nuevo|lanzamiento|neu|aktion|rabatt)/u,
  ],
]

interface Patterns {
  greeting: string
  /** Before a fact of the organization. */
  fact: string
  /** For each intent: the first message, and the ones that follow while there is no answer. */
  says: Record<Intent, readonly [string, string, string]>
}

export const patterns: Readonly<Record<string, Patterns>> = {
  en: {
    greeting: 'Hi {{first_name|there}},',
    fact: 'Good to know: {{fact}}.',
    says: {
      proposal: [
        'your proposal for {{lead.title|your project}} is with you. Is there anything you would like us to explain or change?',
        'I wanted to ask whether you had time to look at the proposal for {{lead.title|your project}}. What is still open for you?',
        'shall we keep the proposal for {{lead.title|your project}} open for you, or is it not the right moment?',
      ],
      meeting: [
        'it would be good to talk about {{lead.title|your project}}. When does a short call suit you?',
        'I would still like to talk with you about {{lead.title|your project}}. Which day suits you?',
        'if a call does not suit you, you can ask me anything about {{lead.title|your project}} right here. What would help you?',
      ],
      offer: [
        'we have something new that could fit {{lead.title|what you are planning}}. May I send you the details?',
        'I wrote to you about something new for {{lead.title|what you are planning}}. Shall I send you the details?',
        'before I leave you in peace: is {{lead.title|what you are planning}} still a topic for you?',
      ],
      event: [
        'we would like to invite you. Shall I send you the details?',
        'the invitation still stands. May I put you on the list?',
        'will you be there, or shall I tell you about it afterwards?',
      ],
      feedback: [
        'how satisfied are you with us? An honest word helps us.',
        'we would still like to hear how it was for you. What should we do better?',
        'is there anything we can put right for you?',
      ],
      revive: [
        'we have not heard from each other for a while. Is {{lead.title|your project}} still a topic for you?',
        'I am asking once more about {{lead.title|your project}}. Has something changed?',
        'shall I close {{lead.title|your project}} for now, or shall we go on?',
      ],
      general: [
        'I am writing about {{lead.title|your project}}. What would help you next?',
        'I wanted to ask once more about {{lead.title|your project}}. Do you have a question I can answer?',
        'is {{lead.title|your project}} still a topic for you?',
      ],
    },
  },
  pt: {
    greeting: 'Olá {{first_name|tudo bem}},',
    fact: 'Bom saber: {{fact}}.',
    says: {
      proposal: [
        'a proposta para {{lead.title|o seu projeto}} está com você. Quer que eu explique ou ajuste alguma coisa?',
        'queria saber se você conseguiu ver a proposta para {{lead.title|o seu projeto}}. O que ainda falta para decidir?',
        'mantemos a proposta para {{lead.title|o seu projeto}} em aberto, ou não é o momento certo?',
      ],
      meeting: [
        'seria bom conversarmos sobre {{lead.title|o seu projeto}}. Quando uma ligação rápida fica boa para você?',
        'ainda gostaria de conversar com você sobre {{lead.title|o seu projeto}}. Que dia fica melhor?',
        'se uma ligação não for boa, pode me perguntar tudo sobre {{lead.title|o seu projeto}} por aqui. O que ajudaria você?',
      ],
      offer: [
        'temos uma novidade que pode servir para {{lead.title|o que você planeja}}. Posso enviar os detalhes?',
        'escrevi sobre uma novidade para {{lead.title|o que você planeja}}. Envio os detalhes?',
        'antes de deixar você em paz: {{lead.title|o que você planeja}} ainda é assunto para você?',
      ],
      event: [
        'gostaríamos de convidar você. Posso enviar os detalhes?',
        'o convite continua de pé. Posso colocar o seu nome na lista?',
        'você vem, ou conto depois como foi?',
      ],
      feedback: [
        'como foi a sua experiência conosco? Uma palavra sincera nos ajuda.',
        'ainda gostaríamos de saber como foi para você. O que podemos fazer melhor?',
        'há algo que possamos acertar para você?',
      ],
      revive: [
        'faz um tempo que não nos falamos. {{lead.title|O seu projeto}} ainda é assunto para você?',
        'pergunto mais uma vez sobre {{lead.title|o seu projeto}}. Mudou alguma coisa?',
        'encerro {{lead.title|o seu projeto}} por agora, ou seguimos em frente?',
      ],
      general: [
        'escrevo sobre {{lead.title|o seu projeto}}. O que ajudaria você agora?',
        'queria perguntar mais uma vez sobre {{lead.title|o seu projeto}}. Tem alguma dúvida que eu possa responder?',
        '{{lead.title|o seu projeto}} ainda é assunto para você?',
      ],
    },
  },
  es: {
    greeting: 'Hola {{first_name|qué tal}},',
    fact: 'Conviene saberlo: {{fact}}.',
    says: {
      proposal: [
        'ya tiene la propuesta para {{lead.title|su proyecto}}. ¿Hay algo que quiera que le explique o cambie?',
        'quería preguntarle si pudo ver la propuesta para {{lead.title|su proyecto}}. ¿Qué le falta para decidir?',
        '¿dejamos abierta la propuesta para {{lead.title|su proyecto}} o no es el momento?',
      ],
      meeting: [
        'sería bueno hablar sobre {{lead.title|su proyecto}}. ¿Cuándo le viene bien una llamada corta?',
        'todavía me gustaría hablar con usted sobre {{lead.title|su proyecto}}. ¿Qué día le viene bien?',
        'si una llamada no le viene bien, puede preguntarme aquí lo que quiera sobre {{lead.title|su proyecto}}. ¿Qué le ayudaría?',
      ],
      offer: [
        'tenemos algo nuevo que puede servir para {{lead.title|lo que planea}}. ¿Le envío los detalles?',
        'le escribí sobre algo nuevo para {{lead.title|lo que planea}}. ¿Le envío los detalles?',
        'antes de dejarle tranquilo: ¿{{lead.title|lo que planea}} sigue siendo un tema para usted?',
      ],
      event: [
        'nos gustaría invitarle. ¿Le envío los detalles?',
        'la invitación sigue en pie. ¿Le apunto en la lista?',
        '¿vendrá, o se lo cuento después?',
      ],
      feedback: [
        '¿qué tal su experiencia con nosotros? Una palabra sincera nos ayuda.',
        'todavía nos gustaría saber cómo le fue. ¿Qué podemos hacer mejor?',
        '¿hay algo que podamos arreglar para usted?',
      ],
      revive: [
        'hace tiempo que no hablamos. ¿{{lead.title|su proyecto}} sigue siendo un tema para usted?',
        'le pregunto una vez más por {{lead.title|su proyecto}}. ¿Ha cambiado algo?',
        '¿cierro {{lead.title|su proyecto}} por ahora o seguimos?',
      ],
      general: [
        'le escribo por {{lead.title|su proyecto}}. ¿Qué le ayudaría ahora?',
        'quería preguntarle una vez más por {{lead.title|su proyecto}}. ¿Tiene alguna duda que pueda responder?',
        '¿{{lead.title|su proyecto}} sigue siendo un tema para usted?',
      ],
    },
  },
  de: {
    greeting: 'Guten Tag {{name|zusammen}},',
    fact: 'Gut zu wissen: {{fact}}.',
    says: {
      proposal: [
        'unser Angebot für {{lead.title|Ihr Vorhaben}} liegt bei Ihnen. Sollen wir etwas erklären oder ändern?',
        'ich wollte fragen, ob Sie das Angebot für {{lead.title|Ihr Vorhaben}} ansehen konnten. Was ist für Sie noch offen?',
        'sollen wir das Angebot für {{lead.title|Ihr Vorhaben}} offen halten, oder passt es gerade nicht?',
      ],
      meeting: [
        'ich würde gern mit Ihnen über {{lead.title|Ihr Vorhaben}} sprechen. Wann passt Ihnen ein kurzes Gespräch?',
        'ich möchte noch immer gern mit Ihnen über {{lead.title|Ihr Vorhaben}} sprechen. Welcher Tag passt Ihnen?',
        'wenn ein Gespräch nicht passt, fragen Sie mich zu {{lead.title|Ihrem Vorhaben}} gern hier. Was würde Ihnen helfen?',
      ],
      offer: [
        'wir haben etwas Neues, das zu {{lead.title|Ihrem Vorhaben}} passen könnte. Darf ich Ihnen die Einzelheiten schicken?',
        'ich hatte Ihnen von etwas Neuem für {{lead.title|Ihr Vorhaben}} geschrieben. Soll ich die Einzelheiten schicken?',
        'bevor ich Sie in Ruhe lasse: Ist {{lead.title|Ihr Vorhaben}} für Sie noch ein Thema?',
      ],
      event: [
        'wir möchten Sie gern einladen. Darf ich Ihnen die Einzelheiten schicken?',
        'die Einladung steht noch. Darf ich Sie auf die Liste setzen?',
        'sind Sie dabei, oder soll ich Ihnen danach davon erzählen?',
      ],
      feedback: [
        'wie zufrieden sind Sie mit uns? Ein ehrliches Wort hilft uns.',
        'wir würden noch immer gern wissen, wie es für Sie war. Was sollen wir besser machen?',
        'gibt es etwas, das wir für Sie in Ordnung bringen können?',
      ],
      revive: [
        'wir haben länger nichts voneinander gehört. Ist {{lead.title|Ihr Vorhaben}} für Sie noch ein Thema?',
        'ich frage noch einmal nach {{lead.title|Ihrem Vorhaben}}. Hat sich etwas geändert?',
        'soll ich {{lead.title|Ihr Vorhaben}} vorerst schließen, oder machen wir weiter?',
      ],
      general: [
        'ich schreibe Ihnen wegen {{lead.title|Ihres Vorhabens}}. Was würde Ihnen jetzt helfen?',
        'ich wollte noch einmal nach {{lead.title|Ihrem Vorhaben}} fragen. Haben Sie eine Frage, die ich beantworten kann?',
        'ist {{lead.title|Ihr Vorhaben}} für Sie noch ein Thema?',
      ],
    },
  },
}
