// What Perennial's worker does, said to sharp: the same engine, the same settings.
import sharp from 'sharp'

const settings = {
  jpeg: ({ quality }) => ({ quality }),
  png: ({ effort }) => ({ compressionLevel: effort }),
  webp: ({ quality, effort }) => ({ quality, effort }),
  avif: ({ quality, effort }) => ({ quality, effort, chromaSubsampling: '4:2:0' }),
}

export const encode = (source, job) =>
  sharp(source, { failOn: 'error' })
    .rotate()
    .resize({ width: job.width, withoutEnlargement: true })
    .toFormat(job.format, settings[job.format](job))
    .toBuffer()
