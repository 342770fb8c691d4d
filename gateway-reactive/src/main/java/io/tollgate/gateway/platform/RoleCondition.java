package io.tollgate.gateway.platform;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads {@code tollgate.roles}; unset means all. */
final class RoleCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    var attributes = metadata.getAnnotationAttributes(OpensFor.class.getName());
    var wanted = attributes == null ? null : attributes.get("value");
    return wanted instanceof Role role && rolesOf(context).contains(role);
  }

  private static EnumSet<Role> rolesOf(ConditionContext context) {
    var named =
        Binder.get(context.getEnvironment())
            .bind("tollgate.roles", Bindable.listOf(String.class))
            .orElse(List.of());
    var roles = EnumSet.noneOf(Role.class);
    named.forEach(name -> roles.add(Role.valueOf(name.strip().toUpperCase(Locale.ROOT))));
    return roles.isEmpty() ? EnumSet.allOf(Role.class) : roles;
  }
}
