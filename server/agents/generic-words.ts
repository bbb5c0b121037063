/**
 * Words of asking: they stand in questions about anything, so finding one in a passage says little about it, and missing
 * one says nothing. By language, in the forms people write.
 */
const words: Record<string, string> = {
  en: `time times hour hours open opens opening close closes closing cost costs price prices much many long far late early have has got get offer offers
    available possible please tell know need want like would could can may bring take use find work works start starts end ends begin begins serve serves
    served included include hi hello hey good morning evening thanks thank question ask room hotel guest guests day today tomorrow tonight still also
    something anything one two near nearby there here is it allowed allow let sure any what when where which who how do does`,
  pt: `hora horas abre abrem fecha fecham custa custam preço quanto quanta muito tem têm há disponível possível favor dizer saber preciso quero queria
    gostaria posso pode podem trazer usar encontrar funciona começa termina servido inclui incluído olá bom dia boa tarde noite obrigado obrigada pergunta
    quarto hotel hóspede hoje amanhã também algum alguma perto aqui que qual quais quando onde como`,
  es: `hora horas abre abren cierra cierran cuesta cuestan precio cuánto cuánta mucho tiene tienen hay disponible posible favor decir saber necesito quiero
    quisiera gustaría puedo puede pueden traer usar encontrar funciona empieza termina servido incluye incluido hola buenos días buenas tardes noches gracias
    pregunta habitación hotel huésped hoy mañana también algún alguna cerca aquí qué cuál cuándo dónde cómo`,
  de: `zeit uhr stunde stunden wann öffnet geöffnet schließt geschlossen kostet kosten preis viel viele lange weit spät früh haben hat gibt bekomme bieten
    verfügbar möglich bitte sagen wissen brauche möchte will würde könnte kann darf dürfen mitbringen nehmen benutzen finde funktioniert beginnt endet
    serviert inklusive enthalten hallo guten tag morgen abend danke frage zimmer hotel gast heute auch etwas nähe hier was wo wie welche`,
  fr: `heure heures ouvre ouvrent ferme ferment coûte prix combien beaucoup avez disponible possible plaît dire savoir besoin veux voudrais aimerais peux
    puis apporter utiliser trouver fonctionne commence finit servi inclus compris bonjour bonsoir merci question chambre hôtel aujourd'hui demain aussi
    près ici quel quelle quand où comment`,
  it: `ora ore orario apre aprono chiude chiudono costa prezzo quanto molto avete disponibile possibile favore dire sapere bisogno voglio vorrei posso può
    portare usare trovare funziona inizia finisce servito incluso compreso ciao buongiorno buonasera grazie domanda camera hotel oggi domani anche vicino
    qui che quale quando dove come`,
}

export const genericWords = (language: string): string[] =>
  (words[language.slice(0, 2)] ?? '').split(/\s+/).filter(Boolean)
