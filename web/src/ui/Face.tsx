import { Avatar, type AvatarProps } from '@mantine/core'

/** The initials of a name, as a sign beside it: whoever cannot see it hears the name itself. */
export function Face({ name, size }: { name: string; size?: AvatarProps['size'] }) {
  return (
    <Avatar
      name={name}
      variant="filled"
      color="gray.7"
      aria-hidden
      {...(size === undefined ? {} : { size })}
    />
  )
}
