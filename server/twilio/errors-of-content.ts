import type { ErrorRows } from './error-entry.ts'

/** 92xxx: the Content API, where templates are written. */
export const errorsOfContent: ErrorRows = {
  92001: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'No content',
      'The template has no content of any kind.',
      'Give it a text or another kind of content.',
    ],
    pt: [
      'Sem conteúdo',
      'O modelo não tem conteúdo de nenhum tipo.',
      'Dê a ele um texto ou outro tipo de conteúdo.',
    ],
  },
  92002: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Too many variables', 'A template takes 100 variables.', 'Use fewer.'],
    pt: ['Variáveis demais', 'Um modelo aceita 100 variáveis.', 'Use menos.'],
  },
  92003: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['No language', 'A template needs a language.', 'Choose the language it is written in.'],
    pt: ['Sem idioma', 'Um modelo precisa de um idioma.', 'Escolha o idioma em que está escrito.'],
  },
  92004: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Language not known', 'WhatsApp does not know this language code.', 'Choose one from the list.'],
    pt: ['Idioma desconhecido', 'O WhatsApp não conhece este código de idioma.', 'Escolha um da lista.'],
  },
  92005: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['No template named', 'The request did not name a template.', 'Choose a template.'],
    pt: ['Modelo não indicado', 'O pedido não indicou um modelo.', 'Escolha um modelo.'],
  },
  92006: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Template not found',
      'There is no template under this id in the account.',
      'Synchronize the templates and choose again.',
    ],
    pt: [
      'Modelo não encontrado',
      'Não há modelo com este id na conta.',
      'Sincronize os modelos e escolha de novo.',
    ],
  },
  92007: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Variables refused', 'A variable is empty or badly named.', 'Fill every variable with text.'],
    pt: ['Variáveis recusadas', 'Uma variável está vazia ou mal nomeada.', 'Preencha todas com texto.'],
  },
  92008: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Kind of content not supported',
      'Twilio does not know this kind of content, or not here.',
      'Choose another kind.',
    ],
    pt: [
      'Tipo de conteúdo não suportado',
      'A Twilio não conhece este tipo de conteúdo, ou não aqui.',
      'Escolha outro tipo.',
    ],
  },
  92009: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Already submitted',
      'This template was submitted for approval before and cannot be submitted again.',
      'Make a copy and submit the copy.',
    ],
    pt: [
      'Já enviado para aprovação',
      'Este modelo já foi enviado para aprovação e não pode ser enviado de novo.',
      'Faça uma cópia e envie a cópia.',
    ],
  },
}
