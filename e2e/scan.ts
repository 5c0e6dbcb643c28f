import jsQR from 'jsqr'
import type { BrowserContext } from 'playwright-core'

// The types of jsqr describe its bundle as a namespace; Node hands over the function itself.
const read = jsQR as unknown as typeof jsQR.default

/** What a telephone reads from the square code in a picture (PNG). */
export const scan = async (context: BrowserContext, picture: Buffer): Promise<string | undefined> => {
  const blank = await context.newPage()
  const { greens, width, height } = await blank.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const paper = canvas.getContext('2d')
    paper?.drawImage(image, 0, 0)
    const { data, width, height } = (paper as CanvasRenderingContext2D).getImageData(0, 0, image.width, image.height)
    let greens = ''
    for (let at = 1; at < data.length; at += 4) greens += String.fromCharCode(data[at] ?? 0)
    return { greens, width, height }
  }, picture.toString('base64'))
  await blank.close()
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (const [i, green] of Buffer.from(greens, 'latin1').entries()) pixels.fill(green, i * 4, i * 4 + 3)
  return read(pixels, width, height)?.data
}
