package io.signalbox.contracts.document;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record as JSON has it.
 *
 * @param fields those with a name of their own, in their order
 * @param open whether the record keeps the fields that it does not know
 * @param fromText whether a plain string may stand for the whole
 */
record RecordShape(List<Field> fields, boolean open, boolean fromText) {

    /**
     * @param name in JSON
     * @param component what holds it
     * @param required whether every record has it: its reader takes no null for it
     * @param single whether one value may stand for a list of one
     */
    record Field(String name, RecordComponent component, boolean required, boolean single) {}

    static RecordShape of(Class<?> type) {
        Executable creator = creator(type);
        List<Field> fields =
                Stream.of(type.getRecordComponents())
                        .filter(component -> !isAny(type, component))
                        .map(component -> field(type, component, creator))
                        .toList();
        return new RecordShape(
                fields,
                fields.size() < type.getRecordComponents().length,
                Stream.of(type.getDeclaredMethods()).anyMatch(RecordShape::readsText));
    }

    private static Field field(Class<?> type, RecordComponent component, Executable creator) {
        boolean nullable =
                component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        || parameter(creator, component.getName())
                                .getAnnotatedType()
                                .isAnnotationPresent(Nullable.class);
        AnnotatedElement backing = backing(type, component);
        JsonFormat format = backing.getAnnotation(JsonFormat.class);
        boolean single =
                format != null
                        && List.of(format.with())
                                .contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        JsonProperty named = backing.getAnnotation(JsonProperty.class);
        String name =
                named == null
                        ? new PropertyNamingStrategies.SnakeCaseStrategy()
                                .translate(component.getName())
                        : named.value();
        return new Field(name, component, !nullable, single);
    }

    /** What Jackson calls: the creator with one parameter per field, or the constructor. */
    private static Executable creator(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonCreator.class)
                    && method.getParameterCount() == type.getRecordComponents().length
                    && method.getParameterCount() > 1) {
                return method;
            }
        }
        Class<?>[] types =
                Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static Parameter parameter(Executable creator, String name) {
        return Stream.of(creator.getParameters())
                .filter(parameter -> parameter.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(creator + " has no " + name));
    }

    private static boolean readsText(Method method) {
        JsonCreator creator = method.getAnnotation(JsonCreator.class);
        return creator != null
                && creator.mode() == JsonCreator.Mode.DELEGATING
                && Objects.equals(method.getParameterTypes()[0], String.class);
    }

    private static boolean isAny(Class<?> type, RecordComponent component) {
        return backing(type, component).isAnnotationPresent(JsonAnyGetter.class)
                || component.getAccessor().isAnnotationPresent(JsonAnyGetter.class);
    }

    private static AnnotatedElement backing(Class<?> type, RecordComponent component) {
        try {
            return type.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a record without its field: " + component, e);
        }
    }
}
