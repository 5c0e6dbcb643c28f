import jsQR from 'jsqr'
import type { BrowserContext } from 'playwright-core'

// The types of jsqr describe its bundle as a namespace; Node hands over the function itself.
const read = jsQR as unknown as typeof jsQR.default

/** What a telephone reads from the square code in a picture (PNG). */
export const scan = async (context: BrowserContext, picture: Buffer): Promise<string | undefined> => {
  const blank = await context.newPage()
  const { data, width, height } = await blank.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const paper = canvas.getContext('2d')
    paper?.drawImage(image, 0, 0)
    return { data: [...(paper?.getImageData(0, 0, image.width, image.height).data ?? [])], width: image.width, height: image.height }
  }, picture.toString('base64'))
  await blank.close()
  return read(new Uint8ClampedArray(data), width, height)?.data
}
