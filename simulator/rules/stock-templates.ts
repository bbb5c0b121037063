/** The three templates that every sandbox may send. Twilio publishes the SID of the first; the others are ours. */
export const STOCK_TEMPLATES: ReadonlyMap<string, { name: string; body: string; samples: string[] }> =
  new Map([
    [
      'HXb5b62575e6e4ff6129ad7c8efe1f983e',
      {
        name: 'appointment_reminder',
        body: 'Your appointment is coming up on {{1}} at {{2}}. If you need to change it, please reply back and let us know.',
        samples: ['12/1', '3pm'],
      },
    ],
    [
      'HX00000000000000000000000000005a02',
      {
        name: 'order_notification',
        body: 'Your {{1}} order of {{2}} has shipped and should be delivered on {{3}}. Details: {{4}}',
        samples: ['Books', 'two novels', 'Friday', 'https://example.com/o/1'],
      },
    ],
    [
      'HX00000000000000000000000000005a03',
      { name: 'verification_code', body: 'Your {{1}} code is {{2}}', samples: ['sign-in', '123456'] },
    ],
  ])
