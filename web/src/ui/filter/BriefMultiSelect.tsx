import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import { useState } from 'react'

/**
 * A choice of several inside a pill. Where there is no room below, its list lies over the button that ends the choice, so
 * it makes way once something is chosen.
 */
export function BriefMultiSelect({ onChange, ...rest }: MultiSelectProps) {
  const [listed, setListed] = useState(false)
  return (
    <MultiSelect
      {...rest}
      dropdownOpened={listed}
      onDropdownOpen={() => setListed(true)}
      onDropdownClose={() => setListed(false)}
      onChange={(value, ...more) => {
        setListed(false)
        onChange?.(value, ...more)
      }}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
