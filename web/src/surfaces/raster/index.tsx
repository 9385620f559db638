/** The raster surface: pictures by tiles with drawing over them. */
export { AssetViewer, pagesOf } from './AssetViewer'
export { dropTiles, keepTiles } from './kept'
export { Pages } from './Pages'
export { type Look, RasterSurface, type SurfaceHandle } from './RasterSurface'
export { Sketch } from './Sketch'
export {
  type Channels,
  channels,
  plainTone,
  type Served,
  type Tone,
  topOf,
} from './shades'
export { linksOf, rulesOf, stylesOf } from './styles'
export { pageThumb } from './thumb'
export { type TilePage, tilePage } from './tiles'
