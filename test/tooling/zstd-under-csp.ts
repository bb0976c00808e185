/**
 * zstd-codec for a page whose Content Security Policy allows WebAssembly and nothing else that makes code of text. Its glue (emscripten's embind, of
 * 2018) writes functions as text for every method it binds; the same functions stand here as closures, which is what emscripten later did
 * itself (`-s DYNAMIC_EXECUTION=0`). It would also fetch its own data: URL, which such a page may not; without fetch it decodes it.
 * Everything is replaced by name, and the build fails where a later version has anything else.
 */
import type { Plugin } from 'rolldown';

const BINDING = /zstd-codec-binding-wasm\.js$/;
const LOADER = /zstd-codec[\\/]lib[\\/]module\.js$/;

const CLOSURES: Readonly<Record<string, string>> = {
  createNamedFunction: `function createNamedFunction(name,body){return function(){"use strict";return body.apply(this,arguments)}}`,
  makeDynCaller: `function makeDynCaller(dynCall){return function(){return dynCall.apply(null,[rawFunction].concat(Array.prototype.slice.call(arguments)))}}`,
  craftInvokerFunction: `function craftInvokerFunction(humanName,argTypes,classType,cppInvokerFunc,cppTargetFunc){
    var argCount=argTypes.length;
    if(argCount<2){throwBindingError("argTypes array size mismatch! Must at least get return value and 'this' types!")}
    var isMethod=argTypes[1]!==null&&classType!==null;
    var needsStack=argTypes.slice(1).some(function(type){return type!==null&&type.destructorFunction===undefined});
    return function(){
      if(arguments.length!==argCount-2){throwBindingError("function "+humanName+" called with "+arguments.length+" arguments, expected "+(argCount-2)+" args!")}
      var destructors=needsStack?[]:null;
      var wired=[];
      if(isMethod){wired.push(argTypes[1].toWireType(destructors,this))}
      for(var i=2;i<argCount;++i){wired.push(argTypes[i].toWireType(destructors,arguments[i-2]))}
      var rv=cppInvokerFunc.apply(null,[cppTargetFunc].concat(wired));
      if(needsStack){runDestructors(destructors)}
      else{for(var j=isMethod?1:2;j<argCount;++j){if(argTypes[j].destructorFunction!==null){argTypes[j].destructorFunction(wired[isMethod?j-1:j-2])}}}
      if(argTypes[0].name!=="void"){return argTypes[0].fromWireType(rv)}
    }
  }`,
  craftEmvalAllocator: `function craftEmvalAllocator(argCount){return function(constructor,argTypes,args){
    var list=[];
    for(var i=0;i<argCount;++i){
      var type=requireRegisteredType(Module["HEAP32"][(argTypes>>2)+i],"parameter "+i);
      list.push(type.readValueFromPointer(args));
      args+=type["argPackAdvance"]
    }
    return __emval_register(Reflect.construct(constructor,list))
  }}`,
  __emval_get_method_caller: `function __emval_get_method_caller(argCount,argTypes){
    var types=__emval_lookupTypes(argCount,argTypes);
    return __emval_addMethodCaller(function(handle,name,destructors,args){
      var list=[];
      var offset=0;
      for(var i=1;i<argCount;++i){list.push(types[i].readValueFromPointer(args+offset));offset+=types[i]["argPackAdvance"]}
      var rv=handle[name].apply(handle,list);
      for(var j=1;j<argCount;++j){if(types[j]["deleteObject"]){types[j].deleteObject(list[j-1])}}
      if(!types[0].isVoid){return types[0].toWireType(destructors,rv)}
    })
  }`,
};

export function zstdUnderCsp(): Plugin {
  return {
    name: 'zstd-under-csp',
    transform(code, id) {
      if (LOADER.test(id))
        return replaceOnce(
          code,
          "require('./zstd-codec-binding.js')(Module)",
          "throw new Error('This browser has no WebAssembly.')",
        );
      if (!BINDING.test(id)) return undefined;
      let changed = code;
      for (const [name, closure] of Object.entries(CLOSURES))
        changed = replaceFunction(changed, name, closure);
      changed = changed.replaceAll('typeof fetch==="function"', 'false');
      if (
        /new Function\b|new_\(Function|\beval\(|\bfetch\(\w+,\{credentials:"same-origin"\}\)(?!\.then)/.test(
          changed,
        )
      )
        throw new Error('zstd-codec makes code of text in a place that is not known here.');
      return changed;
    },
    resolveId(source) {
      // Asked for under Node only.
      return /^(?:fs|path|crypto)$/.test(source) ? { id: `\0none:${source}`, external: false } : undefined;
    },
    load(id) {
      return id.startsWith('\0none:') ? 'export default {};' : undefined;
    },
  };
}

/** The whole of `function NAME(…){…}`: braces are counted, and none stands in a string of these functions unpaired. */
function replaceFunction(code: string, name: string, closure: string): string {
  const start = code.indexOf(`function ${name}(`);
  if (start === -1 || code.includes(`function ${name}(`, start + 1))
    throw new Error(`zstd-codec has not exactly one ${name}: read it again.`);
  let depth = 0;
  for (let at = code.indexOf('{', start); at < code.length; at += 1) {
    if (code[at] === '{') depth += 1;
    if (code[at] === '}') depth -= 1;
    if (depth === 0) return code.slice(0, start) + closure + code.slice(at + 1);
  }
  throw new Error(`zstd-codec's ${name} does not end.`);
}

function replaceOnce(code: string, from: string, to: string): string {
  const parts = code.split(from);
  if (parts.length !== 2) throw new Error(`zstd-codec has not exactly one ${from}.`);
  return parts.join(to);
}
