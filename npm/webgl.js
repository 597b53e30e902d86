// The program that draws the whole of a large graph: the names that kg/page/whole.js uses.
export { default as Graph } from "graphology";
export { default as Sigma } from "sigma";
