import { Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { asName } from './names.ts'
import { nameOfLanguage } from './languages.ts'
import { useSentence } from './use-sentence.ts'
import { problemsOf } from './problems.ts'

type Category = 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'

/** Hands a template to Meta, in every language that waits for it. */
export function Submit({ templates, close }: { templates: readonly Template[]; close: () => void }) {
  const { t } = useTranslation('templates')
  const client = useQueryClient()
  const sentence = useSentence()
  const codes = templates.some(({ contentType }) => contentType === 'whatsapp/authentication')
  const offered: Category[] = codes ? ['AUTHENTICATION'] : ['UTILITY', 'MARKETING']
  const [name, setName] = useState(asName(templates[0]?.name ?? ''))
  const [category, setCategory] = useState<Category | null>(codes ? 'AUTHENTICATION' : null)
  const [allowCategoryChange, allow] = useState(true)
  const submit = useMutation({
    mutationFn: async (chosen: Category) => {
      // One after the other: what was submitted stays so when a later one is refused.
      for (const { id } of templates)
        await answer(
          parley.POST('/api/v1/templates/{templateId}/submission', {
            params: { path: { templateId: id } },
            body: { name, category: chosen, allowCategoryChange },
          }),
        )
    },
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: templatesOptions.queryKey }),
  })
  return (
    <Modal opened onClose={close} title={t('submit.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (category) submit.mutate(category)
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('submit.help', {
              languages: templates.map(({ language }) => nameOfLanguage(language)).join(', '),
            })}
          </Text>
          <TextInput
            label={t('name')}
            description={t('submit.nameHelp')}
            required
            value={name}
            onChange={(event) => setName(asName(event.currentTarget.value))}
          />
          <Radio.Group
            label={t('categoryLabel')}
            required
            value={category}
            onChange={(value) => setCategory(value as Category)}
          >
            <Stack gap="xs" mt={6}>
              {offered.map((one) => (
                <Radio key={one} value={one} label={t(`category.${one}`)} description={t(`explain.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Checkbox
            label={t('submit.allowChange')}
            description={t('submit.allowChangeHelp')}
            checked={allowCategoryChange}
            onChange={(event) => allow(event.currentTarget.checked)}
          />
          <ProblemAlert error={submit.error} />
          {problemsOf(submit.error).map((one) => (
            <Text size="sm" key={`${one.field} ${one.code}`}>
              {sentence(one)}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button type="submit" loading={submit.isPending} disabled={!category}>
              {t('submit.open')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
