/** The raster surface: pictures by tiles with drawing over them. */
export { AssetViewer, pagesOf } from './AssetViewer'
export { Pages } from './Pages'
export { type Look, RasterSurface, type SurfaceHandle } from './RasterSurface'
export {
  type Channels,
  channels,
  dragged,
  plainTone,
  type Served,
  type Tone,
  topOf,
} from './shades'
export type { Sight, SightSource } from './sight'
export { linksOf, rulesOf, stylesOf } from './styles'
export { bitsOf, type TilePage, tilePage } from './tiles'
