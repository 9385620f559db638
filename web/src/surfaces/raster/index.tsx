/** The raster surface: pictures by tiles with drawing over them. */
export { AssetViewer, pagesOf } from './AssetViewer'
export { Display } from './Display'
export { dropTiles, keepTiles } from './kept'
export { Pages } from './Pages'
export { type Look, RasterSurface, type SurfaceHandle } from './RasterSurface'
export { Sketch } from './Sketch'
export { linksOf, rulesOf, stylesOf } from './styles'
export { bitsOf, type TilePage, tilePage } from './tiles'
