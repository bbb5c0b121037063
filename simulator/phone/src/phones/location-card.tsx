import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'

type Props = { latitude: number; longitude: number; label?: string | undefined; address?: string | undefined }

/** A place. The map is a drawing: a page that runs without a network has no tiles to load. */
export function LocationCard({ latitude, longitude, label, address }: Props) {
  const { say } = useWords()
  const at = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return (
    <a className="location-card" href={href} target="_blank" rel="noreferrer">
      <MapDrawing
        latitude={latitude}
        longitude={longitude}
        label={say('media.map', { latitude, longitude })}
      />
      <span className="location-text">
        <strong>{label || say('media.location')}</strong>
        <small>{address || at}</small>
      </span>
    </a>
  )
}

/** Streets that lie differently for each place, and the pin in the middle. */
function MapDrawing({ latitude, longitude, label }: { latitude: number; longitude: number; label: string }) {
  const turn = Math.round((Math.abs(latitude * 7 + longitude * 13) * 10) % 60) - 30
  const shift = Math.round((Math.abs(latitude * 31 + longitude * 3) * 10) % 40)
  return (
    <span className="map" role="img" aria-label={label}>
      <svg viewBox="0 0 240 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <rect width="240" height="120" className="map-land" />
        <g transform={`rotate(${turn} 120 60) translate(${shift - 20} 0)`}>
          <path d="M-80 96C40 70 90 130 340 88V260H-80z" className="map-water" />
          <rect x="20" y="-6" width="46" height="34" rx="4" className="map-park" />
          <path d="M-80 44H340M-80 6H340M78-80V220M150-80V220M212-80V220M10-80V220" className="map-street" />
          <path d="M-80 66L340 22" className="map-road" />
        </g>
      </svg>
      <span className="map-pin">
        <Icon name="pin" size={30} />
      </span>
    </span>
  )
}
