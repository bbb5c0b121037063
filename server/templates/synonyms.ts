/**
 * Different words for one purpose, in general use between businesses and the people they write to; beginnings of words
 * without accents. A word ending in `$` is meant whole. Of German compounds each part counts.
 */
const concepts: Record<string, Record<string, string>> = {
  en: {
    booking: 'booking reservation reserved$ booked$ appointment stay$ table$ visit$ slot$',
    confirm: 'confirm approved settled$ secured',
    cancel: 'cancel annul',
    change: 'chang moved$ reschedul shift updated$ postpone amend rebook modif',
    remind: 'remind forget upcoming$ soon$',
    payment: 'payment paid$ pay$ paying$ transfer',
    invoice: 'invoice bill$ bills$ billing receipt',
    overdue: 'overdue unpaid outstanding owe$ owed$ owing$ due$ pending open$',
    received: 'receiv arrived$ got$ reached$',
    fail: 'fail declin unsuccessful reject bounced$',
    refund: 'refund reimburs',
    order: 'order$ orders$ purchase parcel package$ shipment',
    ship: 'shipped$ shipping$ dispatch courier way$ sent$',
    delay: 'delay late$ later$ longer$ behind$',
    deliver: 'deliver',
    pickup: 'pickup pick$ collect',
    feedback: 'feedback review rate$ rating opinion experience',
    quote: 'quote$ quotes$ quotation proposal estimate offer$',
    meeting: 'meeting call$ demo$ chat$ talk$ conversation',
    document: 'document papers$ paperwork file$ files$ form$',
    renew: 'renew expir extend subscription membership lapse',
    discount: 'discount voucher coupon promo sale$ deal$ save$ off$',
    miss: 'miss$ missed$ while$ back$',
    event: 'event party$ invit celebration webinar open$house',
    available: 'available free$ vacan waitlist waiting$ opened$',
    ticket: 'ticket complaint issue$ problem$ case$ inquiry enquiry',
    resolve: 'resolv solved$ fixed$ closed$',
    arrive: 'checkin check-in arrival arrive$ key$ keys$',
    thank: 'thank',
  },
  pt: {
    booking: 'reserva agendamento agendad consulta hospedagem estadia mesa visita horario',
    confirm: 'confirm garantid aprovad',
    cancel: 'cancel desmarc',
    change: 'alter mud remarc reagend adiad adiam transfer modific',
    remind: 'lembr esquec proxim chegando',
    payment: 'pagamento pago$ paga$ pagar$ pagou$ pix$',
    invoice: 'fatura boleto nota$ cobranca',
    overdue: 'venc atrasad$ aberto$ pendente devendo debito',
    received: 'receb chegou$ caiu$',
    fail: 'falh recusad rejeitad negad',
    refund: 'reembols estorn devolu devolv',
    order: 'pedido compra encomenda pacote',
    ship: 'enviad envio despach postad caminho transportadora',
    delay: 'atras demor',
    deliver: 'entreg',
    pickup: 'retir buscar$ busca$',
    feedback: 'avali opiniao experiencia comentario nota$',
    quote: 'orcamento proposta cotacao',
    meeting: 'reuniao ligacao conversa conversar$ chamada demonstracao',
    document: 'documento papel papeis arquivo formulario',
    renew: 'renov expir vence$ assinatura contrato',
    discount: 'desconto cupom promo oferta',
    miss: 'saudade falta$ volte$ voltar$',
    event: 'evento festa convid convite',
    available: 'vaga disponiv livre liberou espera',
    ticket: 'chamado protocolo reclamacao problema solicitacao',
    resolve: 'resolv solucion encerrad concluid',
    arrive: 'checkin check-in chegada chave',
    thank: 'obrigad agradec',
  },
  de: {
    booking: 'buchung gebucht reserv termin aufenthalt tisch besuch',
    confirm: 'bestatig zugesagt',
    cancel: 'stornier storno abgesagt absag gestrichen',
    change: 'geander ander verschob verschieb verleg umgebucht neu$ neuer$ neue$ neuen$',
    remind: 'erinner vergess bevor$',
    payment: 'zahlung bezahl zahlen$ gezahlt uberweis',
    invoice: 'rechnung beleg',
    overdue: 'fallig uberfallig offen ausstehend unbezahlt',
    received: 'erhalten eingang eingegangen angekommen bekommen',
    fail: 'fehlgeschlagen abgelehnt gescheitert geklappt',
    refund: 'erstatt gutschrift',
    order: 'bestell paket sendung lieferung einkauf',
    ship: 'versand verschickt versendet abgeschickt unterwegs',
    delay: 'verspat verzoger spater$ langer$',
    deliver: 'zugestellt geliefert zustell',
    pickup: 'abhol',
    feedback: 'bewert meinung feedback ruckmeldung erfahrung gefallen',
    quote: 'angebot kostenvoranschlag offerte',
    meeting: 'gesprach besprech telefonat anruf telefonier videocall',
    document: 'dokument unterlage papier formular',
    renew: 'verlanger ablauf ablauft lauft$ abonnement abo$ mitgliedschaft vertrag',
    discount: 'rabatt gutschein aktion sonderpreis spar',
    miss: 'vermiss wiedersehen lange$',
    event: 'veranstaltung feier einlad eingelad fest$',
    available: 'frei$ verfugbar freigeworden warteliste',
    ticket: 'ticket anliegen problem beschwerde vorgang anfrage',
    resolve: 'gelost behoben erledigt abgeschlossen',
    arrive: 'checkin check-in anreise ankunft schlussel',
    thank: 'dank',
  },
  es: {
    booking: 'reserva cita mesa$ estancia alojamiento visita$ turno$',
    confirm: 'confirm garantiz aprob',
    cancel: 'cancel anul suspend',
    change: 'cambi mover mueve movid modific reprogram aplaz traslad',
    remind: 'record olvid proxim',
    payment: 'pago pagar paga$ pagal pague pagad transferencia',
    invoice: 'factura recibo$ boleta',
    overdue: 'vencid pendiente impag adeud deuda debes$ atrasad',
    received: 'recibi llegad llego$ ingres',
    fail: 'fall rechaz deneg declin',
    succeed: 'realiz complet efectu proces',
    refund: 'reembols devol devuel reintegr',
    order: 'pedido compra paquete encargo',
    ship: 'enviad envio$ despach camino$ transportista salio$',
    delay: 'retras tarde$ demor',
    deliver: 'entreg',
    pickup: 'recog recoj retir buscar$',
    feedback: 'opini valora experiencia resena comentario',
    quote: 'presupuesto propuesta cotiz',
    meeting: 'reunion llamada conversa charla videollamada demostracion hablar$',
    document: 'documento papel archivo formulario',
    renew: 'renov vence$ caduc expir suscripcion contrato membresia',
    discount: 'descuento cupon promo oferta rebaja ahorr',
    miss: 'echamos$ menos$ extran vuelve$ volver$ vemos$',
    event: 'evento fiesta invit celebr',
    available: 'plaza$ hueco disponib libre$ liberad espera$ vacante',
    ticket: 'consulta$ incidencia reclam problema solicitud ticket$',
    resolve: 'resuel resolv solucion cerrad arregl',
    arrive: 'checkin check-in llegada$ entrada$ llave bienvenid',
    thank: 'gracias agradec',
  },
}

interface Entry {
  concept: string
  word: string
  whole: boolean
}

const entries: Record<string, readonly Entry[]> = Object.fromEntries(
  Object.entries(concepts).map(([language, byConcept]) => [
    language,
    Object.entries(byConcept).flatMap(([concept, words]) =>
      words.split(' ').map((word) => ({
        concept: `=${concept}`,
        word: word.replace('$', ''),
        whole: word.endsWith('$'),
      })),
    ),
  ]),
)

/** Shorter parts are found in compounds by accident. */
const shortestPart = 5

/** The concepts that a word without accents stands for: mostly none or one, of a compound several. */
export function conceptOf(word: string, language: string): string[] {
  const found = (entries[language] ?? []).filter(({ word: known, whole }) =>
    whole
      ? word === known
      : word.startsWith(known) || (language === 'de' && known.length >= shortestPart && word.includes(known)),
  )
  return [...new Set(found.map(({ concept }) => concept))]
}
