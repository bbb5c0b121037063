import { NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ContactField, FieldTest } from '../../api/audiences.ts'
import { BriefMultiSelect } from './BriefMultiSelect.tsx'

/** What can be asked of each kind of field. */
const testsOf = {
  text: ['contains', 'equals', 'known', 'unknown'],
  number: ['greater', 'less', 'equals', 'known', 'unknown'],
  date: ['after', 'before', 'equals', 'known', 'unknown'],
  select: ['any_of', 'known', 'unknown'],
  multi_select: ['any_of', 'known', 'unknown'],
} as const
type TestName = (typeof testsOf)[keyof typeof testsOf][number]

const nameOf = (is: FieldTest): TestName => (is.test === 'known' ? (is.value ? 'known' : 'unknown') : is.test)

/** A test of another name, with a value yet to be given. */
function blank(test: TestName, kind: ContactField['kind']): FieldTest {
  if (test === 'known' || test === 'unknown') return { test: 'known', value: test === 'known' }
  if (test === 'any_of') return { test, value: [] }
  if (test === 'greater' || test === 'less') return { test, value: Number.NaN }
  return test === 'equals' && kind === 'number' ? { test, value: Number.NaN } : { test, value: '' }
}

/** What is asked of a field of the organization's own, by its kind. */
export function FieldTestEditor({
  field,
  is,
  change,
}: {
  field: ContactField
  is: FieldTest
  change: (is: FieldTest) => void
}) {
  const { t } = useTranslation('filters')
  return (
    <>
      <Select
        aria-label={field.name}
        data-autofocus
        allowDeselect={false}
        data={testsOf[field.kind].map((value) => ({ value, label: t(`test.${value}`) }))}
        value={nameOf(is)}
        onChange={(test) => test && change(blank(test as TestName, field.kind))}
        comboboxProps={{ withinPortal: false }}
      />
      {is.test === 'any_of' ? (
        <BriefMultiSelect
          aria-label={t('value')}
          data={field.options}
          value={is.value}
          onChange={(value) => change({ ...is, value })}
        />
      ) : is.test === 'known' ? null : typeof is.value === 'number' ? (
        <NumberInput
          aria-label={t('value')}
          value={Number.isNaN(is.value) ? '' : is.value}
          onChange={(value) =>
            change({ ...is, value: value === '' ? Number.NaN : Number(value) } as FieldTest)
          }
        />
      ) : (
        <TextInput
          aria-label={t('value')}
          type={field.kind === 'date' ? 'date' : 'text'}
          value={is.value}
          onChange={(event) => change({ ...is, value: event.currentTarget.value } as FieldTest)}
        />
      )}
    </>
  )
}
