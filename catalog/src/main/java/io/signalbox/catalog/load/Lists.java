package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.MappingReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists in which nothing may stand twice. */
final class Lists {

    private Lists() {}

    static <T> List<T> distinct(MappingReader in, String key, Form<T> form) {
        List<T> items = in.list(key, form);
        Set<T> seen = new HashSet<>();
        if (!items.stream().allMatch(seen::add)) {
            in.error(key, "something stands here twice: keep one of them");
        }
        return items.stream().distinct().toList();
    }
}
