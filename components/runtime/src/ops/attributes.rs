//! `o.name`, `o.name = v`, `del o.name`.

use super::{calls, text, type_name};
use crate::args::{Args, Builtin};
use crate::error::{Raise, Res};
use crate::object::{Body, Obj, TypeId};
use crate::state::Owner;
use crate::types::class::{self, Class, Super};
use crate::types::exception::{self, ExcType};
use crate::types::function::Bound;
use crate::types::module::Module;
use crate::types::names::Names;
use crate::types::{TypeDef, def};
use crate::value::Value;
use crate::vm::Vm;

/// `o.name`. May be pending.
pub fn get(vm: &mut Vm, o: &Value, name: &Value) -> Res {
    if let Some(Body::Instance(instance)) = o.body()
        && let Some(own) = instance.attributes.borrow().get(name)
    {
        return Ok(own.clone());
    }
    if let Some(found) = find(vm, o, name)? {
        return Ok(found);
    }
    if let Some(method) = text::special(vm, o, "__getattr__") {
        return calls::call(vm, &method, &Args::of(&[o.clone(), name.clone()]));
    }
    Err(missing(vm, o, name))
}

/// `o.name`, None where there is none; the program's `__getattr__` is not asked.
pub fn find(vm: &mut Vm, o: &Value, name: &Value) -> Res<Option<Value>> {
    let Some(shown) = name.as_text().and_then(|text| text.as_str()) else {
        return match name.as_text() {
            Some(_) => Ok(None),
            None => Err(vm.type_error(&format!(
                "attribute name must be string, not '{}'",
                type_name(name)
            ))),
        };
    };
    let special = shown.starts_with("__") && shown.ends_with("__");
    if shown == "__class__" {
        return Ok(Some(vm.class_of(o)));
    }
    let found = match o.body() {
        Some(Body::Instance(instance)) => {
            let own = instance.attributes.borrow().get(name).cloned();
            own.or_else(|| from_class(vm, o, &instance.class, name))
        }
        Some(Body::Exception(body)) => match exception::get_attribute(vm, o, shown) {
            Some(result) => Some(result?),
            None => {
                let own = body.attributes.borrow().get(name).cloned();
                let class = vm.class_of(o);
                own.or_else(|| from_class(vm, o, &class, name))
            }
        },
        Some(Body::Class(_)) => return of_class(vm, o, name, shown),
        Some(Body::Function(body)) => {
            let own = body.attributes.borrow().get(name).cloned();
            own.or_else(|| of_function(vm, o, shown))
        }
        Some(Body::Builtin(builtin)) => {
            (shown == "__name__" || shown == "__qualname__").then(|| Value::str(builtin.name))
        }
        Some(Body::Bound(bound)) => return of_bound(vm, bound, name, shown),
        Some(Body::Module(module)) => match crate::modules::attribute(vm, module, shown) {
            Some(result) => Some(result?),
            None => None,
        },
        Some(Body::Super(body)) => return of_super(vm, body, name, shown),
        _ => return of_builtin(vm, o, name, shown, special),
    };
    match found {
        None if special => unsupported_special(vm, o, shown),
        found => Ok(found),
    }
}

/// Special attributes that every object of CPython has.
const EVERYBODY: &[&str] = &[
    "__str__",
    "__repr__",
    "__format__",
    "__init__",
    "__dict__",
    "__doc__",
    "__module__",
    "__dir__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__hash__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__getattribute__",
    "__delattr__",
    "__sizeof__",
    "__subclasshook__",
    "__init_subclass__",
    "__weakref__",
];

/// Special methods behind operators and protocols, that some builtin types of CPython have.
const PROTOCOLS: &[&str] = &[
    "abs",
    "add",
    "and",
    "bool",
    "ceil",
    "contains",
    "delitem",
    "divmod",
    "float",
    "floor",
    "floordiv",
    "getitem",
    "iadd",
    "iand",
    "imul",
    "index",
    "int",
    "invert",
    "ior",
    "isub",
    "iter",
    "ixor",
    "len",
    "length_hint",
    "lshift",
    "mod",
    "mul",
    "neg",
    "next",
    "or",
    "pos",
    "pow",
    "radd",
    "rand",
    "rdivmod",
    "reversed",
    "rfloordiv",
    "rlshift",
    "rmod",
    "rmul",
    "ror",
    "round",
    "rpow",
    "rrshift",
    "rshift",
    "rsub",
    "rtruediv",
    "rxor",
    "setitem",
    "sub",
    "truediv",
    "trunc",
    "xor",
];

/// A refusal where "no attribute" would be wrong, or might be.
fn unsupported_special<T>(vm: &mut Vm, o: &Value, shown: &str) -> Res<Option<T>> {
    let short = shown.trim_matches('_');
    let of_program = matches!(
        o.body(),
        Some(Body::Instance(_) | Body::Exception(_) | Body::Function(_))
    );
    if !EVERYBODY.contains(&shown) && (of_program || !PROTOCOLS.contains(&short)) {
        return Ok(None);
    }
    let message = format!(
        "attribute '{shown}' of '{}' objects is not supported",
        type_name(o)
    );
    Err(vm.error(ExcType::NotImplementedError, &message))
}

/// A name in an instance's class: functions become methods.
fn from_class(vm: &mut Vm, o: &Value, class_value: &Value, name: &Value) -> Option<Value> {
    let class = Class::of(class_value)?;
    if let Some(found) = class.lookup(name) {
        return Some(bind(o, found));
    }
    let builtin = inherited_method(class.exception.is_some(), name)?;
    let function = vm.function(builtin);
    Some(bind(o, function))
}

/// A method that instances of the program's classes have of `BaseException` or `object`.
fn inherited_method(is_exception: bool, name: &Value) -> Option<&'static Builtin> {
    let name = name.as_text()?.as_str()?;
    let of_exceptions = if is_exception {
        exception::METHODS
    } else {
        &[]
    };
    of_exceptions
        .iter()
        .chain(class::METHODS)
        .find(|builtin| builtin.name == name)
}

fn bind(receiver: &Value, found: Value) -> Value {
    match found.body() {
        Some(Body::Function(_)) => {}
        Some(Body::Builtin(builtin)) if builtin.owner.is_some() => {}
        _ => return found,
    }
    Value::object(Body::Bound(Box::new(Bound {
        receiver: receiver.clone(),
        function: found,
    })))
}

/// Attributes of a class.
fn of_class(vm: &mut Vm, o: &Value, name: &Value, shown: &str) -> Res<Option<Value>> {
    let Some(class) = Class::of(o) else {
        return Ok(None);
    };
    match shown {
        "__name__" => return Ok(Some(Value::str(&class.name))),
        "__qualname__" => return Ok(Some(Value::str(&class.qualified_name))),
        "__module__" => return Ok(Some(Value::str(class.module))),
        "__bases__" => return Ok(Some(Value::tuple(class.bases.clone()))),
        "__base__" => return Ok(Some(class.bases.first().cloned().unwrap_or(Value::NONE))),
        "__mro__" => {
            let mut order = vec![o.clone()];
            order.extend(class.mro.iter().cloned());
            return Ok(Some(Value::tuple(order)));
        }
        _ => {}
    }
    if let Some(found) = class.lookup(name) {
        return Ok(Some(found));
    }
    if let Some(id) = class.builtin {
        if let Some(found) = of_type(vm, id, shown) {
            return Ok(Some(found));
        }
        if id == TypeId::Bool
            && let Some(found) = of_type(vm, TypeId::Int, shown)
        {
            return Ok(Some(found));
        }
    }
    if let Some(builtin) = inherited_method(class.exception.is_some(), name) {
        return Ok(Some(vm.function(builtin)));
    }
    if shown.starts_with("__") && shown.ends_with("__") {
        return unsupported_special(vm, o, shown);
    }
    Ok(None)
}

/// A method or static method of a builtin type, unbound.
fn of_type(vm: &mut Vm, id: TypeId, shown: &str) -> Option<Value> {
    let def: &'static TypeDef = def(id)?;
    let builtin = def
        .statics
        .iter()
        .chain(def.methods)
        .find(|builtin| builtin.name == shown)?;
    Some(vm.function(builtin))
}

fn of_function(vm: &mut Vm, o: &Value, shown: &str) -> Option<Value> {
    let Some(Body::Function(function)) = o.body() else {
        return None;
    };
    let code = vm.codes.get(function.code as usize)?;
    Some(match shown {
        "__name__" => Value::str(&code.name),
        "__qualname__" => Value::str(&code.qualified_name),
        "__module__" => Value::str("__main__"),
        "__defaults__" => function.defaults.clone(),
        "__kwdefaults__" => function.keyword_defaults.clone(),
        // What the `def` set is among the function's own attributes.
        "__doc__" => Value::NONE,
        _ => return None,
    })
}

fn of_bound(vm: &mut Vm, bound: &Bound, name: &Value, shown: &str) -> Res<Option<Value>> {
    match shown {
        "__self__" => Ok(Some(bound.receiver.clone())),
        "__func__" => Ok(Some(bound.function.clone())),
        _ => find(vm, &bound.function, name),
    }
}

/// `super().name`: what the classes behind one say.
fn of_super(vm: &mut Vm, body: &Super, name: &Value, shown: &str) -> Res<Option<Value>> {
    let own = vm.class_of(&body.receiver);
    let mut order = vec![own.clone()];
    order.extend(
        Class::of(&own)
            .map(|class| class.mro.clone())
            .unwrap_or_default(),
    );
    let behind = order
        .iter()
        .skip_while(|class| !class.is(&body.after))
        .skip(1);
    for class in behind.filter_map(Class::of) {
        let found = class.namespace.borrow().get(name).cloned();
        if let Some(found) = found {
            return Ok(Some(bind(&body.receiver, found)));
        }
    }
    let is_exception = Class::of(&own).is_some_and(|class| class.exception.is_some());
    if let Some(builtin) = inherited_method(is_exception, name) {
        let function = vm.function(builtin);
        return Ok(Some(bind(&body.receiver, function)));
    }
    if is_exception && let Some(result) = exception::get_attribute(vm, &body.receiver, shown) {
        return result.map(Some);
    }
    Ok(None)
}

/// A method of a builtin type by name, from the cache or the table.
#[inline]
pub fn builtin_method(vm: &mut Vm, o: &Value, name: &Value) -> Option<&'static Builtin> {
    let id = match o.body() {
        Some(Body::Iterator(iterator)) => iterator.class,
        _ => o.type_id(),
    };
    if let Some(known) = vm.state.methods.get(id.into(), name) {
        return Some(known);
    }
    find_method(vm, id, name)
}

/// A function of a module by name, from the cache or the table.
#[inline]
pub fn module_function(
    vm: &mut Vm,
    module: &'static Module,
    name: &Value,
) -> Option<&'static Builtin> {
    if let Some(known) = vm.state.methods.get(module.into(), name) {
        return Some(known);
    }
    let shown = name.as_text()?.as_str()?;
    let mut functions = module.functions.iter();
    let function = functions.find(|builtin| builtin.name == shown)?;
    remember(vm, module.into(), name, shown, function);
    Some(function)
}

/// Names that are no literals of the program live shortly: what they found is not remembered.
fn remember(vm: &mut Vm, owner: Owner, name: &Value, shown: &str, found: &'static Builtin) {
    let literal = vm.state.literals.get(shown.as_bytes());
    if literal.is_some_and(|known| known.is(name)) {
        vm.state.methods.put(owner, name, found);
    }
}

#[cold]
fn find_method(vm: &mut Vm, id: TypeId, name: &Value) -> Option<&'static Builtin> {
    let shown = name.as_text()?.as_str()?;
    let of = |id: TypeId| {
        def(id).and_then(|def| def.methods.iter().find(|builtin| builtin.name == shown))
    };
    let mut found = of(id);
    if found.is_none() && id == TypeId::Bool {
        found = of(TypeId::Int);
    }
    let method = found?;
    remember(vm, id.into(), name, shown, method);
    Some(method)
}

/// Attributes of instances of builtin types.
fn of_builtin(
    vm: &mut Vm,
    o: &Value,
    name: &Value,
    shown: &str,
    special: bool,
) -> Res<Option<Value>> {
    if let Some(method) = builtin_method(vm, o, name) {
        let function = vm.function(method);
        return Ok(Some(bind(o, function)));
    }
    let id = match o.body() {
        Some(Body::Iterator(iterator)) => iterator.class,
        _ => o.type_id(),
    };
    let ids: &[TypeId] = if id == TypeId::Bool {
        &[TypeId::Bool, TypeId::Int]
    } else {
        &[id]
    };
    for id in ids {
        let Some(def) = def(*id) else { continue };
        if let Some(result) = (def.attribute)(vm, o, shown) {
            return result.map(Some);
        }
        if let Some(found) = def.statics.iter().find(|builtin| builtin.name == shown) {
            return Ok(Some(vm.function(found)));
        }
    }
    if special {
        unsupported_special(vm, o, shown)
    } else {
        Ok(None)
    }
}

/// "'int' object has no attribute 'x'"
#[cold]
fn missing(vm: &mut Vm, o: &Value, name: &Value) -> Raise {
    let shown = name
        .as_text()
        .map(|text| text.to_string())
        .unwrap_or_default();
    let message = match o.body() {
        Some(Body::Class(class)) => {
            format!("type object '{}' has no attribute '{shown}'", class.name)
        }
        Some(Body::Module(module)) => {
            format!("module '{}' has no attribute '{shown}'", module.name)
        }
        Some(Body::Bound(bound)) => return missing(vm, &bound.function.clone(), name),
        _ => format!("'{}' object has no attribute '{shown}'", type_name(o)),
    };
    vm.attribute_error(o, name, &message)
}

/// `o.name = value`
pub fn set(vm: &mut Vm, o: &Value, name: &Value, value: &Value) -> Res<()> {
    if let Some(Body::Instance(instance)) = o.body()
        && name
            .as_text()
            .is_some_and(|name| !name.as_wtf8().starts_with(b"__"))
        && Class::of(&instance.class).is_some_and(|class| class.of_program)
    {
        let old = instance.attributes.borrow_mut().set(name, value.clone());
        drop(old);
        return Ok(());
    }
    let shown = name_of(vm, name)?;
    match o.body() {
        Some(Body::Exception(_)) if exception::set_attribute(vm, o, &shown, value)? => Ok(()),
        Some(Body::Class(class)) if !class.of_program => {
            let message = format!(
                "cannot set '{shown}' attribute of immutable type '{}'",
                class.name
            );
            Err(vm.type_error(&message))
        }
        Some(Body::Instance(_) | Body::Exception(_) | Body::Class(_) | Body::Function(_))
            if shown.starts_with("__")
                && shown.ends_with("__")
                && shown != "__notes__"
                && shown != "__match_args__"
                && !(shown == "__doc__" && matches!(o.body(), Some(Body::Function(_)))) =>
        {
            let message = format!("assignment to '{shown}' is not supported");
            Err(vm.error(ExcType::NotImplementedError, &message))
        }
        _ => match names_of(o) {
            Some(names) => {
                let old = names.borrow_mut().set(name, value.clone());
                drop(old);
                Ok(())
            }
            None => Err(cannot_set(vm, o, name, &shown)),
        },
    }
}

fn name_of(vm: &mut Vm, name: &Value) -> Res<String> {
    match name.as_text() {
        Some(text) => Ok(text.to_string()),
        None => Err(vm.type_error(&format!(
            "attribute name must be string, not '{}'",
            type_name(name)
        ))),
    }
}

/// Where an object keeps what the program sets on it. An instance of `object` itself keeps nothing.
fn names_of(o: &Value) -> Option<&std::cell::RefCell<Names>> {
    match o.body()? {
        Body::Instance(instance) => {
            Class::of(&instance.class).filter(|class| class.of_program)?;
            Some(&instance.attributes)
        }
        Body::Exception(exception) => Some(&exception.attributes),
        Body::Class(class) if class.of_program => Some(&class.namespace),
        Body::Function(function) => Some(&function.attributes),
        _ => None,
    }
}

#[cold]
fn cannot_set(vm: &mut Vm, o: &Value, name: &Value, shown: &str) -> Raise {
    if let Some(Body::Module(module)) = o.body() {
        let message = format!("assignment to '{}.{shown}' is not supported", module.name);
        return vm.error(ExcType::NotImplementedError, &message);
    }
    let name_of_type = type_name(o);
    let message = match find(vm, o, name) {
        Ok(Some(found))
            if matches!(
                found.obj(),
                Some(Obj {
                    body: Body::Bound(_),
                    ..
                })
            ) =>
        {
            format!("'{name_of_type}' object attribute '{shown}' is read-only")
        }
        Ok(Some(_)) => format!("attribute '{shown}' of '{name_of_type}' objects is not writable"),
        _ => format!("'{name_of_type}' object has no attribute '{shown}'"),
    };
    vm.attribute_error(o, name, &message)
}

/// `del o.name`
pub fn delete(vm: &mut Vm, o: &Value, name: &Value) -> Res<()> {
    let shown = name_of(vm, name)?;
    if let Some(Body::Class(class)) = o.body().filter(|_| names_of(o).is_none()) {
        let message = format!(
            "cannot set '{shown}' attribute of immutable type '{}'",
            class.name
        );
        return Err(vm.type_error(&message));
    }
    let Some(names) = names_of(o) else {
        return Err(cannot_set(vm, o, name, &shown));
    };
    let old = names.borrow_mut().remove(name);
    match old {
        Some(old) => {
            drop(old);
            Ok(())
        }
        None => Err(match o.body() {
            Some(Body::Class(_)) => missing(vm, o, name),
            _ => {
                let message = format!("'{}' object has no attribute '{shown}'", type_name(o));
                vm.attribute_error(o, name, &message)
            }
        }),
    }
}

impl Vm {
    /// The object of a function of the runtime: always the same one.
    pub fn function(&mut self, builtin: &'static Builtin) -> Value {
        let key = builtin as *const Builtin as usize;
        if let Some(known) = self.state.functions.get(&key) {
            return known.clone();
        }
        let made = Value::object(Body::Builtin(builtin));
        self.state.functions.insert(key, made.clone());
        made
    }

    /// The object of a module: always the same one.
    pub fn module(&mut self, module: &'static crate::types::module::Module) -> Value {
        if let Some(known) = self.state.singletons.get(module.name) {
            return known.clone();
        }
        let made = Value::object(Body::Module(module));
        self.state.singletons.insert(module.name, made.clone());
        made
    }

    /// `NotImplemented`
    pub fn not_implemented(&mut self) -> Value {
        self.singleton("NotImplemented", || Body::NotImplemented)
    }

    /// `...`
    pub fn ellipsis(&mut self) -> Value {
        self.singleton("Ellipsis", || Body::Ellipsis)
    }

    fn singleton(&mut self, name: &'static str, body: fn() -> Body) -> Value {
        self.state
            .singletons
            .entry(name)
            .or_insert_with(|| Value::object(body()))
            .clone()
    }
}
