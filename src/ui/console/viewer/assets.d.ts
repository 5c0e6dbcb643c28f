declare module '*?url' {
  const address: string
  // biome-ignore lint/style/noDefaultExport: so the bundler gives it
  export default address
}
