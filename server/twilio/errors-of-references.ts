import type { ErrorRows } from './error-entry.ts'

/** 21654 and above: templates and Messaging Services that a request names, and whether they fit. */
export const errorsOfReferences: ErrorRows = {
  21654: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'No template named',
      'Values for a template were given without the template.',
      'Choose the template the values belong to.',
    ],
    pt: [
      'Modelo não indicado',
      'Foram dados valores de um modelo sem o modelo.',
      'Escolha o modelo a que os valores pertencem.',
    ],
  },
  21655: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Template not found',
      'This template does not exist in the account that sends.',
      'Synchronize the templates and choose one of this connector.',
    ],
    pt: [
      'Modelo não encontrado',
      'Este modelo não existe na conta que envia.',
      'Sincronize os modelos e escolha um deste conector.',
    ],
  },
  21656: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Template values refused',
      'A value of the template is empty or not written as Twilio expects.',
      'Fill every variable of the template with text.',
    ],
    pt: [
      'Valores do modelo recusados',
      'Um valor do modelo está vazio ou não está escrito como a Twilio espera.',
      'Preencha com texto todas as variáveis do modelo.',
    ],
  },
  21658: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'A value is too long',
      'One of the values has more characters than Twilio takes.',
      'Shorten the value that Twilio names.',
    ],
    pt: [
      'Valor longo demais',
      'Um dos valores tem mais caracteres do que a Twilio aceita.',
      'Encurte o valor indicado pela Twilio.',
    ],
  },
  21701: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Messaging Service not found',
      'The Messaging Service was deleted or belongs to another account.',
      'Choose another one in the connector, or leave the field empty.',
    ],
    pt: [
      'Messaging Service não encontrado',
      'O Messaging Service foi apagado ou é de outra conta.',
      'Escolha outro no conector ou deixe o campo vazio.',
    ],
  },
  21703: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'No number can reach this contact',
      'The Messaging Service holds no WhatsApp number that can send to this contact.',
      'Add a WhatsApp number to the service, or choose the sending number yourself.',
    ],
    pt: [
      'Nenhum número alcança este contato',
      'O Messaging Service não tem número de WhatsApp que possa enviar a este contato.',
      'Adicione um número de WhatsApp ao serviço ou escolha o número de envio.',
    ],
  },
  21704: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The Messaging Service is empty',
      'It holds no number at all.',
      'Add a WhatsApp number to the service.',
    ],
    pt: [
      'O Messaging Service está vazio',
      'Ele não tem nenhum número.',
      'Adicione um número de WhatsApp ao serviço.',
    ],
  },
  21705: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Messaging Service not valid',
      'Twilio cannot use this Messaging Service.',
      'Check the Messaging Service SID in the connector.',
    ],
    pt: [
      'Messaging Service inválido',
      'A Twilio não consegue usar este Messaging Service.',
      'Confira o Messaging Service SID no conector.',
    ],
  },
  21910: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The two addresses do not match',
      'One address is a WhatsApp address and the other is not.',
      'Use WhatsApp addresses on both sides.',
    ],
    pt: [
      'Os dois endereços não combinam',
      'Um endereço é de WhatsApp e o outro não.',
      'Use endereços de WhatsApp dos dois lados.',
    ],
  },
}
