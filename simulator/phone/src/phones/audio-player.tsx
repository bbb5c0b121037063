import { useRef, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import { useFile } from './use-file.ts'

/** A voice note: play, pause, and a slider for the place in it. */
export function AudioPlayer({ path, onGone }: { path: string; onGone: () => void }) {
  const { say } = useWords()
  const file = useFile(path, onGone)
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [place, setPlace] = useState(0)
  const [length, setLength] = useState(0)

  const toggle = () => {
    if (playing) audio.current?.pause()
    else audio.current?.play().catch(onGone)
  }
  return (
    <div className="audio-player">
      <audio
        ref={audio}
        src={file?.url}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlace(0)}
        onError={onGone}
        onTimeUpdate={(event) => setPlace(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const seconds = event.currentTarget.duration
          setLength(Number.isFinite(seconds) ? seconds : 0)
        }}
      />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={say(playing ? 'media.pause' : 'media.play')}
        disabled={!file}
        onClick={toggle}
      />
      <input
        type="range"
        min={0}
        max={length || 1}
        step={0.1}
        value={Math.min(place, length || 1)}
        aria-label={say('media.position')}
        aria-valuetext={minutes(place)}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value)
        }}
      />
      <span className="audio-time">{minutes(playing || place > 0 ? place : length)}</span>
    </div>
  )
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
